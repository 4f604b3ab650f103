import type { RowFactors } from './low-rank-rows.ts';
import type { FactorLayout, LowRankTerm } from './update-term.ts';

/** A and B as stored, each flattened. */
export interface StoredFactors {
  readonly a: Float32Array;
  readonly b: Float32Array;
}

/** Lays A and B out so that each row of the stored base weight is one left row times one right matrix; `columns` are the weight's. */
export function rowFactors(term: LowRankTerm, columns: number, { a, b }: StoredFactors): RowFactors {
  const { rank, scale, experts } = term;
  const rows = rowCount(term, columns);
  const whole = { scale, rank, columns, rowsPerExpert: Math.max(1, rows / experts) };
  switch (term.layout) {
    case 'linear':
      return { ...whole, left: b, right: a };
    case 'transposed':
      return { ...whole, left: transposed(a, rank, rows), right: transposed(b, columns, rank) };
    case 'mlx':
      return { ...whole, left: transposed(b, rank, rows), right: transposed(a, columns, rank) };
    case 'experts':
      return { ...whole, left: expertRows(b, rows, term), right: a };
    case 'experts-transposed':
      return {
        ...whole,
        left: expertColumns(a, rows / experts, term),
        right: expertRights(b, columns, term),
      };
  }
}

/** Rows of the full update, as its factors have them. */
function rowCount(term: LowRankTerm, columns: number): number {
  const a = count(term.a.shape);
  const b = count(term.b.shape);
  const byLayout: Readonly<Record<FactorLayout, number>> = {
    linear: b / term.rank,
    transposed: a / term.rank,
    mlx: b / term.rank,
    experts: b / term.rank,
    'experts-transposed': a / term.rank,
  };
  return columns === 0 ? 0 : byLayout[term.layout];
}

function count(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) result[column * rows + row] = values[row * columns + column] ?? 0;
  }
  return result;
}

/** B of `experts`: out × rank × experts in memory; wanted (expert, out) × rank. */
function expertRows(b: Float32Array, rows: number, { rank, experts }: LowRankTerm): Float32Array {
  const outputs = rows / experts;
  const left = new Float32Array(b.length);
  for (let output = 0; output < outputs; output++) {
    for (let k = 0; k < rank; k++) {
      const from = (output * rank + k) * experts;
      for (let expert = 0; expert < experts; expert++)
        left[(expert * outputs + output) * rank + k] = b[from + expert] ?? 0;
    }
  }
  return left;
}

/** A of `experts-transposed`: experts × rank × in in memory; wanted (expert, in) × rank. */
function expertColumns(a: Float32Array, inputs: number, { rank, experts }: LowRankTerm): Float32Array {
  const left = new Float32Array(a.length);
  for (let expert = 0; expert < experts; expert++) {
    const part = transposed(a.subarray(expert * rank * inputs, (expert + 1) * rank * inputs), rank, inputs);
    left.set(part, expert * rank * inputs);
  }
  return left;
}

/** B of `experts-transposed` as experts × rank × out. */
function expertRights(b: Float32Array, outputs: number, { rank, experts }: LowRankTerm): Float32Array {
  const right = new Float32Array(b.length);
  for (let output = 0; output < outputs; output++) {
    for (let k = 0; k < rank; k++) {
      const from = (output * rank + k) * experts;
      for (let expert = 0; expert < experts; expert++)
        right[(expert * rank + k) * outputs + output] = b[from + expert] ?? 0;
    }
  }
  return right;
}
