import type { LabelsFact, LabelsReport, LabelsSide } from '../../report/labels-report.ts';
import { countText } from '../count-text.ts';
import { escapeTerminal } from '../escape-terminal.ts';
import { newPage, type Page, type TerminalOptions } from '../terminal/page.ts';
import { addLegend, addRow } from '../terminal/row-tokens.ts';
import { type Paint, span } from '../terminal/span.ts';
import { addTableOrList } from '../terminal/table-or-list.ts';
import { addVerdictLine } from '../terminal/verdict-line.ts';
import { failureGroups } from './failure-groups.ts';
import { rowCounts } from './row-counts.ts';
import { showsAssistantOnly } from './shows-assistant-only.ts';
import { sideWords } from './side-words.ts';
import { verdictWords } from './verdict-words.ts';

/** The answer, its end-of-turn token and the white space beside it: what the loss should cover. */
const WANTED: ReadonlySet<string> = new Set(['answer', 'end-of-turn', 'separator']);
/** Rows shown without --details. */
const FEW_ROWS = 3;

/** The labels of a run for a terminal: the verdict, the counts, what the trainer did silently, and the worst rows token by token. */
export function renderLabelsTerminal(report: LabelsReport, options: TerminalOptions): string {
  const page = newPage(options);
  for (const side of report.sides) addSide(page, side);
  addComparison(page, report);
  addAssistantOnly(page, report);
  addSettings(page, report);
  for (const { source, needs } of report.missing) {
    page.blank();
    page.prose([span(MISSING[source], page.paint.unsure), span(escapeTerminal(needs))], 2);
  }
  return `${page.lines.join('\n').replace(/^\n+/, '')}\n`;
}

const TITLES = { capture: 'Captured from the trainer', prediction: 'Predicted from data and settings' } as const;
const MISSING = {
  capture: 'no capture to look at; it needs ',
  prediction: 'no prediction; it needs ',
} as const;

function addSide(page: Page, side: LabelsSide): void {
  page.heading(TITLES[side.source], escapeTerminal(side.path));
  const paint = paintOf(page, side);
  addVerdictLine(page, sideWords(side).toUpperCase(), { paint, text: side.headline });
  page.prose([span(side.basis, page.paint.faint)], 2);
  if (side.refusal !== undefined) {
    page.prose([span(`${side.refusal.type}: `, page.paint.bad), span(escapeTerminal(side.refusal.message))], 2);
  }
  if (side.rows.looked > 0) {
    addCounts(page, side);
    addRegions(page, side);
  }
  addFacts(page, 'The trainer warns', side.warnings);
  addFacts(page, 'What the trainer does without a word', side.notes);
  addFailures(page, side);
  addViews(page, side);
}

function paintOf(page: Page, { state }: LabelsSide): Paint {
  return { holds: page.paint.good, broken: page.paint.bad, unknown: page.paint.unsure }[state];
}

function addCounts(page: Page, side: LabelsSide): void {
  page.blank();
  addTableOrList(page, {
    head: ['rows', 'count', 'of'].map((text) => span(text)),
    rows: rowCounts(side).map(({ name, count, of, isBad }) => [
      span(name),
      span(countText(count), isBad ? page.paint.unsure : undefined),
      span(countText(of)),
    ]),
    left: [0],
  });
}

function addRegions(page: Page, { regions }: LabelsSide): void {
  const total = regions.reduce((sum, { supervised }) => sum + supervised, 0);
  const answer = regions
    .filter(({ region }) => WANTED.has(region))
    .reduce((sum, { supervised }) => sum + supervised, 0);
  page.blank();
  addTableOrList(page, {
    head: ['part of the row', 'in the loss', 'tokens'].map((text) => span(text)),
    rows: regions
      .filter(({ tokens }) => tokens > 0)
      .map(({ region, supervised, tokens }) => [
        span(region),
        span(countText(supervised), supervised > 0 ? page.paint.inLoss : page.paint.faint),
        span(countText(tokens)),
      ]),
    left: [0],
  });
  if (total > 0) {
    page.prose(
      [
        span(
          `${countText(answer)} of ${countText(total)} supervised tokens are the answer and what ends it`,
          page.paint.faint,
        ),
      ],
      2,
    );
  }
}

function addFacts(page: Page, title: string, facts: readonly LabelsFact[]): void {
  if (facts.length === 0) return;
  page.blank();
  page.prose([span(title, page.paint.strong)], 0);
  for (const { text, rows, firstRow } of facts) {
    const where = rows === undefined ? '' : ` (${countText(rows)} rows, first ${firstRow})`;
    page.prose([span(escapeTerminal(text)), span(where, page.paint.faint)], 4, span('  •'));
  }
}

function addFailures(page: Page, side: LabelsSide): void {
  if (side.failures.length === 0) return;
  page.blank();
  page.prose([span('Rows that get no labels', page.paint.strong)], 0);
  for (const { rows, type, message } of failureGroups(side)) {
    page.prose(
      [span(`${type}: `, page.paint.bad), span(escapeTerminal(message)), span(` (${rows})`, page.paint.faint)],
      4,
      span('  •'),
    );
  }
  const more = side.rows.failed - side.failures.length;
  if (more > 0) page.prose([span(`and ${countText(more)} more`, page.paint.faint)], 4);
}

function addViews(page: Page, { views }: LabelsSide): void {
  const shown = page.details ? views : views.slice(0, FEW_ROWS);
  if (shown.length === 0) return;
  addLegend(page);
  for (const view of shown) addRow(page, { ...view, title: `${view.title}: ${verdictWords(view)}` });
  if (shown.length < views.length) {
    page.prose([span(`more rows with --details: ${views.length - shown.length}`, page.paint.faint)], 2);
  }
}

function addComparison(page: Page, { comparison }: LabelsReport): void {
  if (comparison === undefined) return;
  const { compared, same, unmatched, clusters, explained } = comparison;
  page.heading('Capture against prediction');
  const isSame = compared > 0 && same === compared;
  const state = isSame
    ? span('AGREE', page.paint.good)
    : span(compared === 0 ? 'NOT COMPARED' : 'DIFFER', page.paint.bad);
  page.prose(
    [state, span(`  ${countText(same)} of ${countText(compared)} captured rows have the predicted ids and labels`)],
    0,
  );
  if (unmatched > 0)
    page.prose([span(`${countText(unmatched)} captured rows are no row of this data set`, page.paint.unsure)], 2);
  for (const { text, rows, firstRow, at } of clusters) {
    const where = `${countText(rows)} rows, first captured row ${firstRow}${at === undefined ? '' : ` at token ${at}`}`;
    page.prose([span(text), span(` (${where})`, page.paint.faint)], 4, span('  •'));
  }
  if (explained !== undefined) page.prose([span(`every compared row agrees with ${explained}`, page.paint.accent)], 2);
}

function addAssistantOnly(page: Page, report: LabelsReport): void {
  if (!showsAssistantOnly(report)) return;
  const { assistantOnly } = report;
  const failed = assistantOnly.filter(({ state }) => state === 'fails').length;
  page.heading(
    'What assistant_only_loss needs',
    failed === 0 ? 'it works with this data' : 'it does not work with this data',
  );
  const paints = { holds: page.paint.good, fails: page.paint.bad, unknown: page.paint.unsure };
  for (const { condition, state, text } of assistantOnly) {
    page.prose(
      [span(`${condition}. `), span(escapeTerminal(text), page.paint.faint)],
      11,
      span(state.padStart(9), paints[state]),
    );
  }
}

function addSettings(page: Page, { settings, trainer }: LabelsReport): void {
  if (settings.length === 0 && trainer === undefined) return;
  page.heading('Settings that decided');
  const rows = settings.map(({ key, value, path }) => [
    span(key),
    span(escapeTerminal(value)),
    span(escapeTerminal(path), page.paint.faint),
  ]);
  addTableOrList(page, { head: ['setting', 'value', 'from'].map((text) => span(text)), rows, left: [0, 1, 2] });
}
