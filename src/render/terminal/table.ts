import { displayWidth } from '../display-width.ts';
import type { Page } from './page.ts';
import { type Paint, type Span, span } from './span.ts';
import { wrap } from './wrap.ts';

export interface Table {
  /** Already escaped cells, see `span`. */
  readonly head: readonly Span[];
  readonly rows: readonly (readonly Span[])[];
  /** Columns set to the left; the others hold numbers and are set to the right. */
  readonly left: readonly number[];
  /** Columns whose text may be broken over lines to make the table fit; all texts when absent. */
  readonly breakable?: readonly number[];
}

const GAP = 2;
const INDENT = 2;
/** Text in a narrower column is a pile of syllables. */
const LEAST_TEXT = 12;
/** Names up to this long are not broken; longer ones would keep every narrow table from being drawn. */
const LONGEST_NAME = 24;
/** Lines of one cell; a text of a file may be longer than a page. */
const MOST_LINES = 4;

/** Adds the table, breaking long texts over lines where needed. Returns false, and adds nothing, when it cannot fit. */
export function addTable(page: Page, table: Table): boolean {
  const all = [table.head, ...table.rows];
  const texts = table.head.map((_, column) => all.map((row) => row[column]?.text ?? ''));
  const widths = texts.map((cells) => Math.max(...cells.map(displayWidth)));
  const breakable = (table.breakable ?? table.left).map((column) => ({
    column,
    least: leastWidth(texts[column] ?? []),
  }));
  if (!shrink(widths, breakable, page.width - INDENT)) return false;
  const addRow = (row: readonly Span[], paint?: Paint) => {
    const cells = widths.map((width, column) => cellLines(row[column], width, paint));
    for (let line = 0; line < Math.max(...cells.map(({ length }) => length)); line++) {
      const parts = cells.map((lines, column) => {
        const part = lines[line] ?? span('');
        return padded(part, widths[column] ?? 0, table.left.includes(column));
      });
      page.lines.push((' '.repeat(INDENT) + parts.join(' '.repeat(GAP))).trimEnd());
    }
  };
  addRow(table.head, page.paint.faint);
  for (const row of table.rows) addRow(row);
  return true;
}

/** A column must hold its longest word. */
function leastWidth(texts: readonly string[]): number {
  const words = texts.flatMap((text) => text.split(' ')).map(displayWidth);
  return Math.max(
    LEAST_TEXT,
    Math.min(
      LONGEST_NAME,
      words.reduce((most, width) => Math.max(most, width), 0),
    ),
  );
}

interface Breakable {
  readonly column: number;
  readonly least: number;
}

/** Takes columns from the widest text until the table fits. */
function shrink(widths: number[], breakable: readonly Breakable[], room: number): boolean {
  const total = () => widths.reduce((sum, width) => sum + width, 0) + GAP * (widths.length - 1);
  while (total() > room) {
    const [widest] = breakable
      .filter(({ column, least }) => (widths[column] ?? 0) > least)
      .sort((one, other) => (widths[other.column] ?? 0) - (widths[one.column] ?? 0));
    if (widest === undefined) return false;
    const { column, least } = widest;
    widths[column] = Math.max(least, (widths[column] ?? 0) - (total() - room));
  }
  return true;
}

/** The lines of one cell, each with the cell's paint. */
function cellLines(cell: Span | undefined, width: number, headPaint: Paint | undefined): readonly Span[] {
  const { text = '', paint = headPaint } = cell ?? {};
  return brokenText(text, width).map((line) => (paint === undefined ? { text: line } : { text: line, paint }));
}

function brokenText(text: string, width: number): readonly string[] {
  if (displayWidth(text) <= width) return [text];
  const lines = wrap([{ text }], { columns: 0 }, width);
  if (lines.length <= MOST_LINES) return lines;
  const narrower = wrap([{ text }], { columns: 0 }, width - 1);
  return [...narrower.slice(0, MOST_LINES - 1), `${narrower[MOST_LINES - 1] ?? ''}…`];
}

function padded({ text, paint }: Span, width: number, left: boolean): string {
  const pad = ' '.repeat(Math.max(0, width - displayWidth(text)));
  const shown = paint === undefined || text === '' ? text : paint(text);
  return left ? shown + pad : pad + shown;
}
