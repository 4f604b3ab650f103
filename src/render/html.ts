import type { Report, ReportClause, ReportDiagnosis, ReportUndecided } from '../report/report.ts';
import { escapeHtml } from './escape-html.ts';
import { htmlPage } from './html-page.ts';

/** The report as one page; without script the verdict, the clauses and the causes are still readable. */
export function renderHtml(report: Report): string {
  return htmlPage({
    title: `${report.verdict} · ${report.run.folder} · Lockstep`,
    data: report,
    withoutScript: staticPart(report),
  });
}

function staticPart(report: Report): string {
  return [
    '<main class="static">',
    `<p>Lockstep ${escapeHtml(report.tool.version)}, run ${escapeHtml(report.run.folder)}</p>`,
    `<h1>${escapeHtml(report.verdict)}: ${escapeHtml(report.headline)}</h1>`,
    report.next === undefined ? '' : staticNext(report.next),
    '<h2>The four clauses</h2>',
    `<ul>${report.clauses.map(staticClause).join('')}</ul>`,
    '<h2>Causes</h2>',
    report.diagnoses.length === 0
      ? '<p>No cause was found.</p>'
      : `<ol>${report.diagnoses.map(staticCause).join('')}</ol>`,
    ...(report.undecided ?? []).map(staticUndecided),
    '<p>Tokens, differences, scores and all checks are drawn by a script in this file, which is switched off here.</p>',
    '</main>',
  ].join('\n');
}

function staticNext(next: NonNullable<Report['next']>): string {
  const command = next.command === undefined ? '' : `<pre>${escapeHtml(next.command)}</pre>`;
  return `<h2>Next step</h2><p>${escapeHtml(next.step)}</p>${command}`;
}

function staticClause(clause: ReportClause): string {
  const settle = clause.settle === undefined ? '' : ` To settle it: ${escapeHtml(clause.settle)}`;
  return `<li><strong>${escapeHtml(clause.title)}: ${clause.state}.</strong> ${escapeHtml(clause.because)}${settle}</li>`;
}

function staticUndecided({ causes, because, settle, command }: ReportUndecided): string {
  const titles = causes.map(({ title }) => `<li>${escapeHtml(title)}</li>`).join('');
  const how = command === undefined ? '' : `<pre>${escapeHtml(command)}</pre>`;
  return `<h3>The evidence does not separate these</h3><ul>${titles}</ul><p>${escapeHtml(because)}. Would tell them apart: ${escapeHtml(settle)}</p>${how}`;
}

function staticCause(diagnosis: ReportDiagnosis): string {
  const advice =
    diagnosis.withheld === undefined
      ? `Remedy: ${escapeHtml(diagnosis.remedy)}`
      : `Remedy withheld: ${escapeHtml(diagnosis.withheld)}`;
  const clues = [
    ...diagnosis.for.map((clue) => `for: ${clue.saw}`),
    ...diagnosis.against.map((clue) => `against: ${clue.saw}`),
  ];
  const evidence = clues.map((clue) => `<li>${escapeHtml(clue)}</li>`).join('');
  const chance = `${(diagnosis.probability * 100).toFixed(0)}%`;
  return `<li><strong>${escapeHtml(diagnosis.title)} (${chance})</strong><ul>${evidence}</ul><p>${advice}</p></li>`;
}
