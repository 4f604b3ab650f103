import type { Report } from '../report/report.ts';
import { codeSpan } from './code-span.ts';
import { countText } from './count-text.ts';
import { escapeMarkdown as md } from './escape-markdown.ts';
import { markdownChecks } from './markdown/checks.ts';
import { markdownEvidence } from './markdown/evidence.ts';
import { markdownTable } from './markdown/table.ts';
import { probabilityText } from './probability-text.ts';
import { unsettledGroups } from './unsettled-groups.ts';

/** GitHub refuses comments above 65,536 characters; the page keeps a margin for what a person writes around it. */
const MAX_CHARACTERS = 60_000;

/** The report as GitHub Markdown for a comment or an issue. Sections that would make it too long are left out, and it says so. */
export function renderMarkdown(report: Report): string {
  const sections = [
    verdict(report),
    causes(report),
    undecided(report),
    next(report),
    ...markdownChecks(report),
    ...markdownEvidence(report),
  ].filter((section) => section !== '');
  const kept: string[] = [];
  let length = 0;
  for (const section of sections) {
    if (length + section.length > MAX_CHARACTERS) continue;
    kept.push(section);
    length += section.length + 2;
  }
  const left = sections.length - kept.length;
  if (left > 0) kept.push(`*Left out for length: ${left} sections. \`lockstep check --format json\` has everything.*`);
  return `${kept.join('\n\n')}\n`;
}

function verdict(report: Report): string {
  const clauses = report.clauses.map((clause) => [
    `**${clause.state}**`,
    md(clause.title),
    [md(clause.because), clause.settle === undefined ? [] : `Would settle it: ${md(clause.settle)}`].flat().join('. '),
  ]);
  return [
    `## Lockstep: ${report.verdict}`,
    `**${md(report.headline)}**`,
    markdownTable(['State', 'Clause', 'Because'], clauses),
    `${codeSpan(report.run.folder)} examined by lockstep ${md(report.tool.version)}`,
  ].join('\n\n');
}

function causes(report: Report): string {
  if (report.diagnoses.length === 0) return '';
  const parts = report.diagnoses.map((diagnosis, index) =>
    [
      `${index + 1}. **${md(diagnosis.title)}**, probability ${probabilityText(diagnosis.probability)} (${codeSpan(diagnosis.cause)})`,
      ...diagnosis.for.map((clue) => `   - for: ${md(clue.saw)} (${md(clue.because)})`),
      ...diagnosis.against.map((clue) => `   - against: ${md(clue.saw)} (${md(clue.because)})`),
      ...unsettledGroups(diagnosis).map(
        (open) => `   - open: ${md(open.because)}. Would settle it: ${md(open.settle)}`,
      ),
      diagnosis.withheld === undefined
        ? `   - **remedy:** ${md(diagnosis.remedy)}`
        : `   - **withheld:** ${md(diagnosis.withheld)}`,
    ].join('\n'),
  );
  const note = `Probabilities from ${countText(report.calibration.runs)} sample runs; ${md(report.calibration.note)}.`;
  return ['### Likely causes', parts.join('\n'), note].join('\n\n');
}

function undecided(report: Report): string {
  const parts = (report.undecided ?? []).map(({ causes, because, settle, command }) =>
    [
      ...causes.map(({ cause, title }) => `- **${md(title)}** (${codeSpan(cause)})`),
      '',
      `Because: ${md(because)}. Would tell them apart: ${md(settle)}${command === undefined ? '' : ` (${codeSpan(command)})`}.`,
    ].join('\n'),
  );
  return parts.length === 0 ? '' : ['### The evidence does not separate these', ...parts].join('\n\n');
}

function next(report: Report): string {
  const lines: string[] = [];
  if (report.next !== undefined) {
    lines.push('### Next step', md(report.next.step));
    if (report.next.command !== undefined) lines.push(codeSpan(report.next.command));
    if (report.next.settles.length > 0)
      lines.push(`Settles ${report.next.settles.map((id) => codeSpan(id)).join(', ')}`);
  }
  if (report.withheld !== undefined) lines.push('### Withheld', md(report.withheld));
  return lines.join('\n\n');
}
