import type { ReportScores } from '../../report/report.ts';
import { countText } from '../count-text.ts';
import type { Page } from './page.ts';
import { type Span, span } from './span.ts';
import { addTable } from './table.ts';

type Confusion = NonNullable<ReportScores['confusion']>;

/** Columns of numbers under longer headings are hard to compare. */
const LONGEST_HEADING = 24;
/** One digit and the gap. */
const LEAST_COLUMN = 3;
/** Pairs named when there are too many classes for a table. */
const WORST_PAIRS = 12;

/**
 * Gold classes down, predicted classes across, failures to parse as the last columns. Names give way to numbers, and the table to a list,
 * when they do not fit.
 */
export function addConfusion(page: Page, confusion: Confusion): void {
  page.blank();
  page.prose([span('predicted class across, gold class down; failures are columns of their own', page.paint.faint)], 2);
  if (confusion.columns.length * LEAST_COLUMN > page.width) {
    addWorstPairs(page, confusion);
    return;
  }
  const short = confusion.columns.every((name) => name.length <= LONGEST_HEADING);
  if (short && tryTable(page, confusion, confusion.columns, confusion.rows)) return;
  const numbered = confusion.columns.map((name, index) =>
    confusion.failures.includes(name) ? name : String(index + 1),
  );
  const rows = confusion.rows.map((name) => {
    const column = confusion.columns.indexOf(name);
    return column < 0 ? name : `${column + 1} ${name}`;
  });
  if (!tryTable(page, confusion, numbered, rows)) addWorstPairs(page, confusion);
}

function tryTable(page: Page, confusion: Confusion, columns: readonly string[], rows: readonly string[]): boolean {
  const head = ['gold', ...columns].map((text) => span(text));
  const body = rows.map((name, row) => [
    span(name),
    ...confusion.columns.map((column, index) =>
      countSpan(page, confusion.counts[row]?.[index] ?? 0, confusion.rows[row] === column),
    ),
  ]);
  return addTable(page, { head, rows: body, left: [0] });
}

function countSpan(page: Page, count: number, right: boolean): Span {
  if (right) return span(countText(count), page.paint.good);
  return span(countText(count), count === 0 ? page.paint.faint : undefined);
}

function addWorstPairs(page: Page, confusion: Confusion): void {
  const pairs = confusion.rows
    .flatMap((gold, row) =>
      confusion.columns.map((column, index) => ({ gold, column, count: confusion.counts[row]?.[index] ?? 0 })),
    )
    .filter((pair) => pair.gold !== pair.column && pair.count > 0)
    .sort((a, b) => b.count - a.count);
  const shown = page.details ? pairs : pairs.slice(0, WORST_PAIRS);
  for (const { gold, column, count } of shown)
    page.prose([span(`${gold} → ${column}`)], 10, span(countText(count).padStart(8)));
  if (shown.length < pairs.length)
    page.prose([span(`more pairs with --details: ${countText(pairs.length - shown.length)}`, page.paint.faint)], 2);
}
