import type { LabelsReport, LabelsSide } from '../../report/labels-report.ts';
import { countText } from '../count-text.ts';
import { escapeHtml } from '../escape-html.ts';
import { htmlPage } from '../html-page.ts';
import { rowCounts } from './row-counts.ts';
import { sideWords } from './side-words.ts';

/** The labels of a run as one page; without script the verdicts and counts are still readable. */
export function renderLabelsHtml(report: LabelsReport): string {
  const [side] = report.sides;
  const verdict = side === undefined ? 'unknown' : sideWords(side);
  return htmlPage({
    title: `${verdict} · labels of ${report.folder} · Lockstep`,
    data: report,
    withoutScript: staticPart(report),
  });
}

function staticPart({ tool, folder, sides, missing, comparison }: LabelsReport): string {
  return [
    '<main class="static">',
    `<p>Lockstep ${escapeHtml(tool.version)}, labels of ${escapeHtml(folder)}</p>`,
    ...sides.map(staticSide),
    comparison === undefined
      ? ''
      : `<h2>Capture against prediction</h2><p>${countText(comparison.same)} of ${countText(comparison.compared)} captured rows have the predicted ids and labels.</p>`,
    ...missing.map(({ source, needs }) => `<p>No ${source}: it needs ${escapeHtml(needs)}</p>`),
    '<p>Tokens and details are drawn by a script in this file, which is switched off here.</p>',
    '</main>',
  ].join('\n');
}

function staticSide(side: LabelsSide, at: number): string {
  const level = at === 0 ? 'h1' : 'h2';
  const counts = rowCounts(side).map(
    ({ name, count, of }) => `<li>${escapeHtml(name)}: ${countText(count)} of ${countText(of)}</li>`,
  );
  const refusal =
    side.refusal === undefined ? '' : `<p>${escapeHtml(`${side.refusal.type}: ${side.refusal.message}`)}</p>`;
  return [
    `<${level}>${escapeHtml(`${sideWords(side)}: ${side.headline}`)}</${level}>`,
    `<p>${side.source === 'capture' ? 'Captured from the trainer' : 'Predicted'}, ${escapeHtml(side.path)}: ${escapeHtml(side.basis)}</p>`,
    refusal,
    side.rows.looked === 0 ? '' : `<ul>${counts.join('')}</ul>`,
  ].join('\n');
}
