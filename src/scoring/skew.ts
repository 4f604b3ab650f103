import { mcNemar } from '../lib/statistics/mc-nemar.ts';
import { stuartMaxwell } from '../lib/statistics/stuart-maxwell.ts';

/** Whether classes are predicted as often as they occur, over the rows that a class could be read from. */
export interface Skew {
  /** Rows that the test pairs: gold class and predicted class of the same answer. */
  readonly pairs: number;
  /** Stuart–Maxwell (with two classes McNemar's chi-square). */
  readonly statistic: number;
  readonly degrees: number;
  readonly p: number;
  /** McNemar's exact p for two classes, which holds for few rows as well; null for more classes. */
  readonly exact: number | null;
  /** The class predicted most beyond its share, and by how many rows. */
  readonly favoured: { readonly class: string; readonly gold: number; readonly predicted: number };
}

/**
 * Tests whether predictions favour a class. Paired, unlike a chi-square of predicted against gold counts, which takes the gold counts for
 * known constants. Null when no answer is in another class than its gold, or the table cannot be tested.
 */
export function skewOf(classes: readonly string[], counts: readonly (readonly number[])[]): Skew | null {
  const table = counts.map((row) => row.slice(0, classes.length));
  const test = stuartMaxwell(table);
  if (test === null) return null;
  const gold = table.map((row) => row.reduce((sum, count) => sum + count, 0));
  const predicted = classes.map((_, column) => table.reduce((sum, row) => sum + (row[column] ?? 0), 0));
  const surplus = classes.map((_, index) => (predicted[index] ?? 0) - (gold[index] ?? 0));
  const most = surplus.indexOf(Math.max(...surplus));
  return {
    pairs: gold.reduce((sum, count) => sum + count, 0),
    ...test,
    exact: classes.length === 2 ? mcNemar(table[0]?.[1] ?? 0, table[1]?.[0] ?? 0).exact : null,
    favoured: { class: classes[most] ?? '', gold: gold[most] ?? 0, predicted: predicted[most] ?? 0 },
  };
}
