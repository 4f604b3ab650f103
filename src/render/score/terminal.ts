import { countText } from '../count-text.ts';
import { newPage, type Page, type TerminalOptions } from '../terminal/page.ts';
import { type Paint, type Span, span } from '../terminal/span.ts';
import { addTable } from '../terminal/table.ts';
import { addVerdictLine } from '../terminal/verdict-line.ts';
import { cellText } from './cell-text.ts';
import { rowNames } from './row-names.ts';
import type { ScoreCell, ScoreSection, ScoreTable, ScoreView } from './score-view.ts';

/** Rows of one table without --details. */
const FEW_ROWS = 20;
/** Ids named of each figure with --details; the JSON has more. */
const FEW_IDS = 5;
/** Columns of the names in front of figures that stand below one another. */
const NAME_COLUMNS = 22;

/** A score view for a terminal: the outcome, then every section with its tables. */
export function renderScoreTerminal(view: ScoreView, options: TerminalOptions): string {
  const page = newPage(options);
  addVerdictLine(page, view.word, { paint: toneOf(page, view.tone) ?? page.paint.strong, text: view.headline });
  for (const { name, text } of view.facts)
    page.prose([span(text, page.paint.faint)], 14, span(`  ${name}`, page.paint.faint));
  for (const section of view.sections) addSection(page, section);
  return `${page.lines.join('\n').replace(/^\n+/, '')}\n`;
}

function addSection(page: Page, { title, lead, tables, notes }: ScoreSection): void {
  page.heading(title);
  if (lead !== undefined) page.prose([span(lead, page.paint.faint)], 2);
  for (const table of tables) addScoreTable(page, table);
  if (tables.length > 0 && notes.length > 0) page.blank();
  for (const note of notes) page.prose(note, 4, span('  •'));
}

type Used = ScoreTable['columns'][number] & { readonly at: number };

/** Intervals beside their figures where there is room, below them otherwise; else one figure a line, so that no number is cut. */
function addScoreTable(page: Page, table: ScoreTable): void {
  page.blank();
  page.prose([span(table.title, page.paint.accent)], 2);
  if (table.lead !== undefined) page.prose([span(table.lead, page.paint.faint)], 2);
  const shown = page.details ? table.rows : table.rows.slice(0, FEW_ROWS);
  const used = table.columns.flatMap((column, at) => (column.explains === true ? [] : [{ ...column, at }]));
  const isDrawn = addBeside(page, used, shown) || addBelow(page, used, shown);
  if (!isDrawn) for (const row of shown) addList(page, used, row);
  if (page.details) for (const row of shown) addIds(page, used, row);
  const more = table.more + table.rows.length - shown.length;
  if (more > 0) page.prose([span(`${countText(more)} more in --format json`, page.paint.faint)], 2);
}

/** The first rows behind every figure of a row, by id: of a score the ones that miss it. */
function addIds(page: Page, used: readonly Used[], row: readonly ScoreCell[]): void {
  const names = rowNames(row);
  for (const { title, at } of used) {
    const cell = row[at];
    const ids = [...new Set(cell?.ids)];
    if (cell === undefined || ids.length === 0) continue;
    const which = cell.kind === 'share' && cell.behind === 'missed' ? `${title} (missed)` : title;
    const more = ids.length > FEW_IDS ? ', …' : '';
    const where = cell.kind === 'text' ? names : [...names, which];
    page.prose(
      [span(`${where.join(', ')}: ${ids.slice(0, FEW_IDS).join(', ')}${more}`, page.paint.faint)],
      6,
      span('    '),
    );
  }
}

/** A column of intervals beside each column that has some. Text columns are not cut for that. */
function addBeside(page: Page, used: readonly Used[], rows: ScoreTable['rows']): boolean {
  const wide = used.flatMap((column): (Used & { readonly part: 'text' | 'interval' })[] => {
    const hasInterval = rows.some((row) => intervalOf(row[column.at]) !== '');
    const own = { ...column, part: 'text' as const };
    return hasInterval ? [own, { ...column, title: '95 %', part: 'interval' }] : [own];
  });
  const lines = rows.map((row) =>
    wide.map(({ at, part }) =>
      part === 'text' ? cellSpan(page, row[at]) : span(intervalOf(row[at]), page.paint.faint),
    ),
  );
  return addTable(page, { head: wide.map(({ title }) => span(title)), rows: lines, left: leftOf(wide), breakable: [] });
}

function addBelow(page: Page, used: readonly Used[], rows: ScoreTable['rows']): boolean {
  const lines = rows.flatMap((row) => {
    const intervals = used.map(({ at }) => intervalOf(row[at]));
    const figures = used.map(({ at }) => cellSpan(page, row[at]));
    if (intervals.every((text) => text === '')) return [figures];
    return [figures, intervals.map((text) => span(text, page.paint.faint))];
  });
  return addTable(page, { head: used.map(({ title }) => span(title)), rows: lines, left: leftOf(used) });
}

function leftOf(columns: readonly Used[]): number[] {
  return columns.flatMap(({ number }, index) => (number ? [] : [index]));
}

function intervalOf(cell: ScoreCell | undefined): string {
  return cell === undefined ? '' : cellText(cell).interval;
}

function addList(page: Page, used: readonly Used[], row: readonly ScoreCell[]): void {
  const [first, ...others] = used;
  const name = first === undefined ? undefined : row[first.at];
  if (name !== undefined) page.prose([span(cellText(name).text, page.paint.strong)], 2);
  for (const { title, at } of others) {
    const cell = row[at];
    if (cell === undefined || cellText(cell).text === '') continue;
    const { interval } = cellText(cell);
    page.prose(
      [cellSpan(page, cell), span(interval === '' ? '' : `  ${interval}`, page.paint.faint)],
      NAME_COLUMNS,
      span(`    ${title}`),
    );
  }
}

function cellSpan(page: Page, cell: ScoreCell | undefined): Span {
  if (cell === undefined) return span('');
  const { text } = cellText(cell);
  if (cell.kind === 'text' && cell.repeats === true) return span('');
  if (cell.kind !== 'count') return span(text);
  return span(text, cell.count === 0 ? page.paint.faint : toneOf(page, cell.tone));
}

function toneOf(page: Page, tone: ScoreView['tone'] | undefined): Paint | undefined {
  return tone === undefined || tone === 'plain' ? undefined : page.paint[tone];
}
