import { clusters } from '../clusters.ts';
import { displayWidth } from '../display-width.ts';
import type { Page } from './page.ts';
import type { Paint, Span } from './span.ts';

export interface Table {
  /** Already escaped cells, see `span`. */
  readonly head: readonly Span[];
  readonly rows: readonly (readonly Span[])[];
  /** Columns set to the left; the others hold numbers and are set to the right. */
  readonly left: readonly number[];
  /** No text may be cut to make the table fit. */
  readonly whole?: boolean;
}

const GAP = 2;
const INDENT = 2;
/** Text is still recognisable when it is cut to this many columns. */
const LEAST_TEXT = 8;

/** Adds the table, cutting long text columns where needed. Returns false, and adds nothing, when it cannot fit. */
export function addTable(page: Page, table: Table): boolean {
  const all = [table.head, ...table.rows];
  const widths = table.head.map((_, column) => Math.max(...all.map((row) => displayWidth(row[column]?.text ?? ''))));
  if (!shrink(widths, table.whole === true ? [] : table.left, page.width - INDENT)) return false;
  const line = (row: readonly Span[], paint?: Paint) => {
    const cells = widths.map((width, column) => cell(row[column], width, table.left.includes(column), paint));
    page.lines.push((' '.repeat(INDENT) + cells.join(' '.repeat(GAP))).trimEnd());
  };
  line(table.head, page.paint.faint);
  for (const row of table.rows) line(row);
  return true;
}

/** Takes columns from the widest text until the table fits. */
function shrink(widths: number[], left: readonly number[], room: number): boolean {
  const total = () => widths.reduce((sum, width) => sum + width, 0) + GAP * (widths.length - 1);
  while (total() > room) {
    const widest = left.reduce(
      (best, column) => ((widths[column] ?? 0) > (widths[best] ?? 0) ? column : best),
      left[0] ?? -1,
    );
    const width = widths[widest];
    if (width === undefined || width <= LEAST_TEXT) return false;
    widths[widest] = Math.max(LEAST_TEXT, width - (total() - room));
  }
  return true;
}

function cell(span: Span | undefined, width: number, left: boolean, paint?: Paint): string {
  const text = cut(span?.text ?? '', width);
  const pad = ' '.repeat(Math.max(0, width - displayWidth(text)));
  const colour = span?.paint ?? paint;
  const shown = colour === undefined || text === '' ? text : colour(text);
  return left ? shown + pad : pad + shown;
}

function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  for (const cluster of clusters(text)) {
    if (displayWidth(kept) + displayWidth(cluster) > width - 1) break;
    kept += cluster;
  }
  return `${kept}…`;
}
