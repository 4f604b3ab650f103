import type { DataSet } from '../data-set.ts';

/** Numbers of the rows that hold an image, video or audio clip: equal text does not make two of them equal. */
export function rowsWithMedia({ rows }: DataSet): ReadonlySet<number> {
  return new Set(rows.filter((row) => row.turns.some((turn) => turn.media > 0)).map((row) => row.index));
}
