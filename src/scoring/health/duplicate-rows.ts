import type { Duplicates } from './repeated-texts.ts';
import { type RowList, rowList } from './row-list.ts';

export interface DuplicateRows {
  /** Rows that repeat an earlier one, exactly (but for case, width and space) or nearly. */
  readonly exact: RowList;
  readonly near: RowList;
  /** Clusters of more than one row, largest first. */
  readonly clusters: readonly RowList[];
  /** Rows that are left when every cluster counts once: the size that the data really has. */
  readonly distinct: number;
  /** False when a bound was hit: there may be more. */
  readonly complete: boolean;
}

const MOST_CLUSTERS = 100;

/** What is repeated within one data set of `rows` rows. */
export function duplicateRows({ pairs, complete }: Duplicates, rows: number): DuplicateRows {
  // Every row is paired with an earlier one at most, so a cluster is a tree whose root is its first row.
  const root = Array.from({ length: rows }, (_, row) => row);
  for (const { first, second } of pairs) root[second] = root[first] ?? first;
  const clusters = new Map<number, number[]>();
  for (const { second } of pairs) {
    const start = root[second] ?? second;
    const members = clusters.get(start);
    if (members === undefined) clusters.set(start, [start, second]);
    else members.push(second);
  }
  const lists = [...clusters.values()].map(rowList).sort((a, b) => b.count - a.count);
  return {
    exact: rowList(pairs.filter(({ exact }) => exact).map(({ second }) => second)),
    near: rowList(pairs.filter(({ exact }) => !exact).map(({ second }) => second)),
    clusters: lists.slice(0, MOST_CLUSTERS),
    distinct: rows - pairs.length,
    complete,
  };
}
