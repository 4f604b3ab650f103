import { type Child, element } from './element.ts';

export interface Column {
  readonly title: string;
  /** Numbers are set flush right. */
  readonly number?: boolean;
}

/** A table in a box that scrolls sideways by itself, so the page never does. The first cell of a row names the row. */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly Child[])[]): HTMLElement {
  const head = columns.map((column) => element('th', { scope: 'col', class: column.number && 'number' }, column.title));
  const body = rows.map((cells) =>
    element(
      'tr',
      {},
      cells.map((cell, index) =>
        index === 0
          ? element('th', { scope: 'row' }, cell)
          : element('td', { class: columns[index]?.number && 'number' }, cell),
      ),
    ),
  );
  return element(
    'div',
    { class: 'table-box', tabindex: 0, role: 'region', 'aria-label': caption },
    element(
      'table',
      {},
      element('caption', {}, caption),
      element('thead', {}, element('tr', {}, head)),
      element('tbody', {}, body),
    ),
  );
}
