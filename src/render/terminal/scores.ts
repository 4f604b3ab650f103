import { commandIn } from '../../report/command-in.ts';
import type { Report, ReportScores } from '../../report/report.ts';
import { countText } from '../count-text.ts';
import { percentText } from '../percent-text.ts';
import { shareText } from '../share-text.ts';
import { addConfusion } from './confusion.ts';
import type { Page } from './page.ts';
import { type Span, span } from './span.ts';
import { addTable } from './table.ts';
import { addTableOrList } from './table-or-list.ts';

type Share = ReportScores['splits'][number]['honest'];

/** Recorded and honest scores by split, how outputs parse, confusion and per-class or per-field tables. */
export function addScores(page: Page, report: Report): void {
  const { scores } = report;
  if (scores === null) return;
  page.heading('Scores', `${countText(scores.scored)} of ${countText(scores.total)} predictions scored`);
  page.prose([span('honest: of all rows with gold, and an output that gives nothing is wrong', page.paint.faint)], 2);
  addSplits(page, scores);
  if (scores.rungs.length > 0) {
    page.blank();
    const rungs = scores.rungs.map(({ rung, count }) => `${rung} ${countText(count)}`).join(' · ');
    page.prose([span('how outputs parse  ', page.paint.faint), span(rungs)], 2);
  }
  if (scores.confusion !== undefined) addConfusion(page, scores.confusion);
  addClasses(page, scores);
  addFields(page, scores);
  addFailures(page, scores, report.run.folder);
  const summary = scores.summary ?? [];
  if (summary.length > 0) {
    page.blank();
    page.prose([span(summary.map(({ name, value }) => `${name} ${decimals(value)}`).join(' · '))], 2);
  }
}

/** One table where it fits; else one line for each number, so that nothing is cut. */
function addSplits(page: Page, scores: ReportScores): void {
  const titles = ['recorded', 'honest', 'where readable'];
  const shares = (row: ReportScores['splits'][number]) => [row.recorded, row.honest, row.parseable];
  const head = ['split', ...titles].map((text) => span(text));
  const rows = scores.splits.flatMap((row): Span[][] => [
    [span(row.split), ...shares(row).map((share) => span(shareText(share)))],
    [span(''), ...shares(row).map((share) => span(intervalText(share), page.paint.faint))],
  ]);
  if (addTable(page, { head, rows, left: [0] })) return;
  for (const row of scores.splits) {
    page.prose([span(row.split, page.paint.strong)], 2);
    for (const [index, share] of shares(row).entries()) {
      page.prose(
        [span(`${shareText(share)}  `), span(intervalText(share), page.paint.faint)],
        22,
        span(`    ${titles[index] ?? ''}`),
      );
    }
  }
}

function intervalText(share: Share): string {
  return share.low === null || share.high === null ? '' : `${percentText(share.low)} to ${percentText(share.high)}`;
}

function addClasses(page: Page, scores: ReportScores): void {
  if (scores.perClass === undefined || scores.perClass.length === 0) return;
  page.blank();
  const head = ['class', 'gold', 'precision', 'recall', 'F1'].map((text) => span(text));
  const rows = scores.perClass.map((row) => [
    span(row.class),
    span(countText(row.gold)),
    ...[row.precision, row.recall, row.f1].map((value) => span(decimals(value))),
  ]);
  addTableOrList(page, { head, rows, left: [0] });
}

function addFields(page: Page, scores: ReportScores): void {
  if (scores.fields === undefined || scores.fields.length === 0) return;
  page.blank();
  const head = ['field', 'right', 'wrong', 'missing', 'invented', 'empty, right'].map((text) => span(text));
  const rows = scores.fields.map((row) => [
    span(row.field),
    ...[row.right, row.wrong, row.missing, row.invented, row.emptyRight].map((count) => span(countText(count))),
  ]);
  addTableOrList(page, { head, rows, left: [0] });
}

/** Failures named in a report of a whole run; `lockstep score` has them all. */
const FEW_FAILURES = 5;

function addFailures(page: Page, { failures }: ReportScores, folder: string): void {
  if (failures === undefined || failures.codes.length === 0) return;
  const shown = failures.codes.filter(({ primary }) => primary > 0).toSorted((a, b) => b.primary - a.primary);
  const words = shown.slice(0, FEW_FAILURES).map(({ code, primary, falseAlarms }) => {
    const doubt = falseAlarms === 0 ? '' : ' (also on right answers)';
    return `${code} ${countText(primary)}${doubt}`;
  });
  const more = shown.length > FEW_FAILURES ? ` · ${countText(shown.length - FEW_FAILURES)} more kinds` : '';
  const failed = `${countText(failures.answers - failures.clean)} of ${countText(failures.answers)} answers`;
  page.blank();
  page.prose([span('what is wrong  ', page.paint.faint), span(`${failed}: ${words.join(' · ')}${more}`)], 2);
  page.prose([span(`the rows behind them: ${commandIn(folder, 'lockstep score .')}`, page.paint.faint)], 2);
}

function decimals(value: number | null): string {
  return value === null ? 'none' : value.toFixed(3);
}
