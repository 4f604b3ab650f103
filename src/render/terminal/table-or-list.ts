import type { Page } from './page.ts';
import { type Span, span } from './span.ts';
import { addTable, type Table } from './table.ts';

/** Adds the table, or where it cannot fit a paragraph for each row, with the heads as names, so that no figure is lost. */
export function addTableOrList(page: Page, table: Table): void {
  if (addTable(page, table)) return;
  const [, ...heads] = table.head;
  for (const [name, ...cells] of table.rows) {
    const figures = cells.flatMap((cell, at): Span[] => {
      if (cell.text === '') return [];
      const head = heads[at]?.text ?? '';
      return [span(at === 0 ? '  ' : ' · '), span(head === '' ? '' : `${head} `, page.paint.faint), cell];
    });
    page.prose([{ text: name?.text ?? '', paint: page.paint.strong }, ...figures], 4, span('  -'));
  }
}
