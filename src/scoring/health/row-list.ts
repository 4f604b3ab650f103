/** Rows with something in common: how many, and the first of them. Row numbers count from 0. */
export interface RowList {
  readonly count: number;
  readonly rows: readonly number[];
}

const MOST_ROWS = 1_000;

export function rowList(rows: readonly number[]): RowList {
  return { count: rows.length, rows: rows.slice(0, MOST_ROWS) };
}
