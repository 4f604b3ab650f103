import { chiSquareTail } from './chi-square-tail.ts';

export interface ContingencyTest {
  readonly statistic: number;
  readonly degrees: number;
  readonly p: number;
  /** Below five the chi-square approximation is poor: use an exact test. */
  readonly smallestExpected: number;
}

/** Pearson's chi-square test of independence on a table of counts; empty rows and columns are left out. Null when nothing can be tested. */
export function contingencyTest(table: readonly (readonly number[])[]): ContingencyTest | null {
  const rows = table.filter((row) => total(row) > 0);
  const width = Math.max(0, ...rows.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, column) => total(rows.map((row) => row[column] ?? 0)));
  const used = columns.flatMap((count, column) => (count > 0 ? [{ count, column }] : []));
  if (rows.length < 2 || used.length < 2) return null;
  const all = total(columns);
  let statistic = 0;
  let smallestExpected = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const rowTotal = total(row);
    for (const { count, column } of used) {
      const expected = (rowTotal * count) / all;
      statistic += ((row[column] ?? 0) - expected) ** 2 / expected;
      smallestExpected = Math.min(smallestExpected, expected);
    }
  }
  const degrees = (rows.length - 1) * (used.length - 1);
  return { statistic, degrees, p: chiSquareTail(statistic, degrees), smallestExpected };
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
