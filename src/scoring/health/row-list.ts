/** Rows with something in common: how many, and the first of them. Row numbers count from 0. */
export interface RowList {
  readonly count: number;
  readonly rows: readonly number[];
}

const MOST_ROWS = 1_000;

export function rowList(rows: readonly number[]): RowList {
  return { count: rows.length, rows: rows.slice(0, MOST_ROWS) };
}

/** Lists that share no row as one. */
export function joinedRows(lists: readonly RowList[]): RowList {
  const rows = lists.flatMap((list) => list.rows).toSorted((a, b) => a - b);
  return { count: lists.reduce((sum, { count }) => sum + count, 0), rows: rows.slice(0, MOST_ROWS) };
}
