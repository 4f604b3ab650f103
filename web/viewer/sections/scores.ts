import { countText } from '../../../src/render/count-text.ts';
import type { Report, ReportScores } from '../../../src/report/report.ts';
import { element } from '../element.ts';
import { formatNumber } from '../format-number.ts';
import { formatPercent } from '../format-percent.ts';
import { section } from '../section.ts';
import { table } from '../table.ts';
import { confusionTable } from './confusion-table.ts';
import { splitTable } from './split-table.ts';

/** What was recorded, what an honest count gives, and where the outputs went. */
export function scoresSection(report: Report): HTMLElement {
  const { scores } = report;
  const title = { id: 'scores', title: 'Scores' };
  if (scores === null) {
    return section(title, element('p', { class: 'empty' }, 'No predictions were scored.'));
  }
  const lead = `${countText(scores.scored)} of ${countText(scores.total)} predictions scored. Honest: over all rows, and an output without an answer is wrong.`;
  return section(
    { ...title, lead },
    scores.splits.length > 0 && splitTable(scores.splits),
    element('div', { class: 'side-by-side' }, rungTable(scores), summaryTable(scores)),
    scores.confusion !== undefined && confusionTable(scores.confusion),
    perClassTable(scores),
    fieldTable(scores),
    failureTable(scores),
  );
}

function rungTable(scores: ReportScores): HTMLElement | undefined {
  if (scores.rungs.length === 0) return undefined;
  const rows = scores.rungs.map((rung) => [
    rung.rung,
    countText(rung.count),
    formatPercent(scores.scored === 0 ? null : rung.count / scores.scored),
  ]);
  return table(
    'How the outputs parse',
    [{ title: 'Outcome' }, { title: 'Outputs', number: true }, { title: 'Share', number: true }],
    rows,
  );
}

function summaryTable(scores: ReportScores): HTMLElement | undefined {
  if (scores.summary === undefined || scores.summary.length === 0) return undefined;
  const rows = scores.summary.map((item) => [item.name, formatNumber(item.value)]);
  return table('Summary measures', [{ title: 'Measure' }, { title: 'Value', number: true }], rows);
}

function perClassTable(scores: ReportScores): HTMLElement | undefined {
  if (scores.perClass === undefined || scores.perClass.length === 0) return undefined;
  const columns = [
    { title: 'Class' },
    { title: 'Gold rows', number: true },
    { title: 'Precision', number: true },
    { title: 'Recall', number: true },
    { title: 'F1', number: true },
  ];
  const rows = scores.perClass.map((item) => [
    item.class,
    countText(item.gold),
    formatPercent(item.precision),
    formatPercent(item.recall),
    formatPercent(item.f1),
  ]);
  return table('By class', columns, rows);
}

function fieldTable(scores: ReportScores): HTMLElement | undefined {
  if (scores.fields === undefined || scores.fields.length === 0) return undefined;
  const titles = ['Right', 'Wrong', 'Missing', 'Invented', 'Rightly empty'];
  const columns = [{ title: 'Field' }, ...titles.map((title) => ({ title, number: true }))];
  const rows = scores.fields.map((item) => [
    element('code', {}, item.field),
    ...[item.right, item.wrong, item.missing, item.invented, item.emptyRight].map(countText),
  ]);
  return table('By field', columns, rows);
}

function failureTable({ failures }: ReportScores): HTMLElement | undefined {
  if (failures === undefined || failures.codes.length === 0) return undefined;
  const columns = [
    { title: 'Failure' },
    { title: 'First', number: true },
    { title: 'Any', number: true },
    { title: 'On right answers', number: true },
  ];
  const rows = failures.codes.map(({ code, primary, any, falseAlarms, rightAnswers }) => [
    code,
    countText(primary),
    countText(any),
    rightAnswers === 0 ? 'not tried' : `${countText(falseAlarms)} / ${countText(rightAnswers)}`,
  ]);
  const failed = countText(failures.answers - failures.clean);
  return table(`What is wrong with ${failed} of ${countText(failures.answers)} answers`, columns, rows);
}
