/** Factors laid out for speed: row i of the update is `left[i·rank …] · right[expert(i)]`. */
export interface RowFactors {
  readonly rank: number;
  readonly columns: number;
  /** Rows × rank; the scale is already in it. */
  readonly left: Float32Array;
  /** Experts × rank × columns. */
  readonly right: Float32Array;
  /** Rows that share one right factor; all rows where there are no experts. */
  readonly rowsPerExpert: number;
}

/** Rows × columns of `out` that a block covers: update rows [first, first + count) go to the start of `out`. */
export interface RowRange {
  readonly first: number;
  readonly count: number;
}

/**
 * Writes update rows to `out`, row by row. Two rows at a time and four ranks at a time: the loads of the right factor are shared and
 * the sums do not wait for each other, which V8 runs twice as fast as row by row (tools/bench/adapter.mjs). Sums are rounded to
 * float32 every four ranks, as a float32 matrix product may.
 */
export function lowRankRows(factors: RowFactors, { first, count }: RowRange, out: Float32Array): void {
  const { columns, rowsPerExpert } = factors;
  let at = 0;
  while (at < count) {
    const row = first + at;
    const pair = at + 1 < count && Math.floor(row / rowsPerExpert) === Math.floor((row + 1) / rowsPerExpert);
    const target = out.subarray(at * columns, (at + (pair ? 2 : 1)) * columns);
    target.fill(0);
    if (pair) addTwoRows(factors, row, target);
    else addRow(factors, row, target);
    at += pair ? 2 : 1;
  }
}

function addTwoRows({ rank, columns, left, right, rowsPerExpert }: RowFactors, row: number, out: Float32Array): void {
  const start = Math.floor(row / rowsPerExpert) * rank * columns;
  const l = row * rank;
  const m = l + rank;
  let k = 0;
  for (; k + 4 <= rank; k += 4) {
    const a = left[l + k] ?? 0;
    const b = left[l + k + 1] ?? 0;
    const c = left[l + k + 2] ?? 0;
    const d = left[l + k + 3] ?? 0;
    const e = left[m + k] ?? 0;
    const f = left[m + k + 1] ?? 0;
    const g = left[m + k + 2] ?? 0;
    const h = left[m + k + 3] ?? 0;
    const p0 = start + k * columns;
    const p1 = p0 + columns;
    const p2 = p1 + columns;
    const p3 = p2 + columns;
    for (let j = 0; j < columns; j++) {
      const w = right[p0 + j] ?? 0;
      const x = right[p1 + j] ?? 0;
      const y = right[p2 + j] ?? 0;
      const z = right[p3 + j] ?? 0;
      out[j] = (out[j] ?? 0) + (a * w + b * x + (c * y + d * z));
      out[columns + j] = (out[columns + j] ?? 0) + (e * w + f * x + (g * y + h * z));
    }
  }
  for (; k < rank; k++) {
    const a = left[l + k] ?? 0;
    const e = left[m + k] ?? 0;
    const p = start + k * columns;
    for (let j = 0; j < columns; j++) {
      const w = right[p + j] ?? 0;
      out[j] = (out[j] ?? 0) + a * w;
      out[columns + j] = (out[columns + j] ?? 0) + e * w;
    }
  }
}

function addRow({ rank, columns, left, right, rowsPerExpert }: RowFactors, row: number, out: Float32Array): void {
  const start = Math.floor(row / rowsPerExpert) * rank * columns;
  for (let k = 0; k < rank; k++) {
    const a = left[row * rank + k] ?? 0;
    const p = start + k * columns;
    for (let j = 0; j < columns; j++) out[j] = (out[j] ?? 0) + a * (right[p + j] ?? 0);
  }
}
