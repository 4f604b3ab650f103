/** Factors laid out for speed: row i of the update is `scale · left[i·rank …] · right[expert(i)]`. */
export interface RowFactors {
  readonly scale: number;
  readonly rank: number;
  readonly columns: number;
  /** Rows × rank. */
  readonly left: Float32Array;
  /** Experts × rank × columns. */
  readonly right: Float32Array;
  /** Rows that share one right factor; all rows where there are no experts. */
  readonly rowsPerExpert: number;
}

/** Rows that are computed together. */
const TOGETHER = 4;

/**
 * Writes rows of the update to `out`, one after the other, in the order of `rows`. Four rows and four ranks at a time: the loads of the
 * right factor are shared and the sums do not wait for each other, which V8 runs twice as fast as row by row (tools/bench/adapter.mjs).
 * Sums are rounded to float32 every four ranks, as a float32 matrix product may.
 */
export function lowRankRows(factors: RowFactors, rows: readonly number[], out: Float32Array): void {
  const { columns } = factors;
  for (let at = 0; at < rows.length; ) {
    const expert = expertOf(factors, rows[at] ?? 0);
    let count = 1;
    while (count < TOGETHER && at + count < rows.length && expertOf(factors, rows[at + count] ?? 0) === expert) count++;
    const target = out.subarray(at * columns, (at + count) * columns);
    addRows(factors, rows.slice(at, at + count), target.fill(0));
    at += count;
  }
}

function expertOf({ rowsPerExpert }: RowFactors, row: number): number {
  return Math.floor(row / rowsPerExpert);
}

/** Rows of one expert. */
function addRows(factors: RowFactors, rows: readonly number[], out: Float32Array): void {
  const { rank, columns, scale, left } = factors;
  const start = expertOf(factors, rows[0] ?? 0) * rank * columns;
  // Scaled here, so that factors as they were read need no copy.
  const lefts = rows.map((row) => left.slice(row * rank, (row + 1) * rank).map((value) => value * scale));
  const [one, two, three, four] = lefts;
  let k = 0;
  if (one && two && three && four) {
    for (; k + 4 <= rank; k += 4) addFour({ one, two, three, four, k }, { factors, start }, out);
  }
  for (; k < rank; k++) {
    for (const [row, values] of lefts.entries())
      addOne({ factor: values[k] ?? 0, from: start + k * columns }, factors, out.subarray(row * columns));
  }
}

interface FourRows {
  readonly one: Float32Array;
  readonly two: Float32Array;
  readonly three: Float32Array;
  readonly four: Float32Array;
  readonly k: number;
}

function addFour(
  { one, two, three, four, k }: FourRows,
  { factors, start }: { readonly factors: RowFactors; readonly start: number },
  out: Float32Array,
): void {
  const { columns, right } = factors;
  const a0 = one[k] ?? 0;
  const a1 = one[k + 1] ?? 0;
  const a2 = one[k + 2] ?? 0;
  const a3 = one[k + 3] ?? 0;
  const b0 = two[k] ?? 0;
  const b1 = two[k + 1] ?? 0;
  const b2 = two[k + 2] ?? 0;
  const b3 = two[k + 3] ?? 0;
  const c0 = three[k] ?? 0;
  const c1 = three[k + 1] ?? 0;
  const c2 = three[k + 2] ?? 0;
  const c3 = three[k + 3] ?? 0;
  const d0 = four[k] ?? 0;
  const d1 = four[k + 1] ?? 0;
  const d2 = four[k + 2] ?? 0;
  const d3 = four[k + 3] ?? 0;
  const p0 = start + k * columns;
  const p1 = p0 + columns;
  const p2 = p1 + columns;
  const p3 = p2 + columns;
  const second = columns;
  const third = 2 * columns;
  const fourth = 3 * columns;
  for (let j = 0; j < columns; j++) {
    const w = right[p0 + j] ?? 0;
    const x = right[p1 + j] ?? 0;
    const y = right[p2 + j] ?? 0;
    const z = right[p3 + j] ?? 0;
    out[j] = (out[j] ?? 0) + (a0 * w + a1 * x + (a2 * y + a3 * z));
    out[second + j] = (out[second + j] ?? 0) + (b0 * w + b1 * x + (b2 * y + b3 * z));
    out[third + j] = (out[third + j] ?? 0) + (c0 * w + c1 * x + (c2 * y + c3 * z));
    out[fourth + j] = (out[fourth + j] ?? 0) + (d0 * w + d1 * x + (d2 * y + d3 * z));
  }
}

/** One rank of one row: what is left over of four. */
function addOne(
  { factor, from }: { readonly factor: number; readonly from: number },
  { columns, right }: RowFactors,
  out: Float32Array,
): void {
  for (let j = 0; j < columns; j++) out[j] = (out[j] ?? 0) + factor * (right[from + j] ?? 0);
}
