import type { Report } from '../../report/report.ts';
import { countText } from '../count-text.ts';
import type { Page } from './page.ts';
import { addLegend, addRow } from './row-tokens.ts';
import { span } from './span.ts';
import { addTableOrList } from './table-or-list.ts';

/** Rows shown without --details: one usual row and one odd one tell the story. */
const FEW_ROWS = 2;

/** Which tokens count in the loss: the sum by region, then rows token by token. */
export function addTokenRows(page: Page, report: Report): void {
  const { regions, rows } = report.evidence;
  if ((regions === undefined || regions.length === 0) && rows.length === 0) return;
  page.heading('What the loss covers');
  if (regions !== undefined && regions.length > 0) {
    const head = ['part of the row', 'in the loss', 'tokens'].map((text) => span(text));
    const body = regions
      .filter((part) => part.tokens > 0)
      .map((part) => [
        span(part.region),
        span(countText(part.supervised), part.supervised > 0 ? page.paint.inLoss : page.paint.faint),
        span(countText(part.tokens)),
      ]);
    addTableOrList(page, { head, rows: body, left: [0] });
  }
  const shown = page.details ? rows : rows.slice(0, FEW_ROWS);
  if (shown.length > 0) addLegend(page);
  for (const row of shown) addRow(page, row);
  if (shown.length < rows.length)
    page.prose([span(`more rows with --details: ${rows.length - shown.length}`, page.paint.faint)], 2);
}
