import { chiSquareTail } from './chi-square-tail.ts';

export interface StuartMaxwell {
  readonly statistic: number;
  readonly degrees: number;
  readonly p: number;
}

/** A pivot this small relative to counts (whole numbers) means the covariance matrix is singular. */
const SINGULAR = 1e-9;

/**
 * Stuart–Maxwell test of marginal homogeneity on a square table of paired counts (rows gold, columns predicted): does the model
 * predict classes as often as they occur? With two classes it is McNemar's chi-square. Classes without any discordant pair are left
 * out. Null when nothing can be tested: no discordant pair, or a singular table.
 */
export function stuartMaxwell(table: readonly (readonly number[])[]): StuartMaxwell | null {
  const cell = (row: number, column: number): number => table[row]?.[column] ?? 0;
  const indices = table.map((_, index) => index);
  const rowSum = indices.map((row) => indices.reduce((sum, column) => sum + cell(row, column), 0));
  const columnSum = indices.map((column) => indices.reduce((sum, row) => sum + cell(row, column), 0));
  const margins = (index: number): number => (rowSum[index] ?? 0) + (columnSum[index] ?? 0);
  // One class is redundant: the differences of all margins add up to zero.
  const kept = indices.filter((index) => margins(index) - 2 * cell(index, index) > 0).slice(0, -1);
  if (kept.length === 0) return null;
  const differences = kept.map((index) => (rowSum[index] ?? 0) - (columnSum[index] ?? 0));
  const covariance = kept.map((row) =>
    kept.map((column) =>
      row === column ? margins(row) - 2 * cell(row, row) : -(cell(row, column) + cell(column, row)),
    ),
  );
  const solution = solve(covariance, differences);
  if (solution === null) return null;
  const statistic = differences.reduce((sum, difference, index) => sum + difference * (solution[index] ?? 0), 0);
  return { statistic, degrees: kept.length, p: chiSquareTail(statistic, kept.length) };
}

/** Gaussian elimination with partial pivoting; null when singular. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | null {
  const rows = matrix.map((row, index) => Float64Array.from([...row, right[index] ?? 0]));
  const size = rows.length;
  for (let pivot = 0; pivot < size; pivot++) {
    let best = pivot;
    for (let row = pivot + 1; row < size; row++)
      if (Math.abs(at(rows, row, pivot)) > Math.abs(at(rows, best, pivot))) best = row;
    const chosen = rows[best];
    const current = rows[pivot];
    if (chosen === undefined || current === undefined || Math.abs(at(rows, best, pivot)) < SINGULAR) return null;
    rows[best] = current;
    rows[pivot] = chosen;
    for (let row = 0; row < size; row++) if (row !== pivot) eliminate(rows[row], chosen, pivot);
  }
  return rows.map((_, index) => at(rows, index, size) / at(rows, index, index));
}

function eliminate(row: Float64Array | undefined, pivotRow: Float64Array, pivot: number): void {
  if (row === undefined) return;
  const factor = (row[pivot] ?? 0) / (pivotRow[pivot] ?? 1);
  for (let column = pivot; column < row.length; column++)
    row[column] = (row[column] ?? 0) - factor * (pivotRow[column] ?? 0);
}

function at(rows: readonly Float64Array[], row: number, column: number): number {
  return rows[row]?.[column] ?? 0;
}
