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

/** Rows of the update in any order, and of each the columns [from, to). */
export interface RowSpan {
  readonly rows: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** Rows that are computed together. */
const TOGETHER = 4;

/**
 * Writes a part of the update to `out`, row after row, in the order of `rows`. Four rows and four ranks at a time: the loads of the
 * right factor are shared and the sums do not wait for each other, which V8 runs twice as fast as row by row (tools/bench/adapter.mjs).
 * Sums are rounded to float32 every four ranks, as a float32 matrix product may.
 */
export function lowRankRows(factors: RowFactors, { rows, from, to }: RowSpan, out: Float32Array): void {
  const { rank, columns } = factors;
  const width = to - from;
  out.fill(0);
  for (let at = 0; at < rows.length; ) {
    const expert = expertOf(factors, rows[at] ?? 0);
    let count = 1;
    while (count < TOGETHER && at + count < rows.length && expertOf(factors, rows[at + count] ?? 0) === expert) count++;
    const lefts = rows.slice(at, at + count).map((row) => row * rank);
    const part = { lefts, start: expert * rank * columns + from, width };
    addRows(factors, part, out.subarray(at * width, (at + count) * width));
    at += count;
  }
}

function expertOf({ rowsPerExpert }: RowFactors, row: number): number {
  return Math.floor(row / rowsPerExpert);
}

/** Rows of one expert: where each begins in the left factor, and the columns wanted in the first rank of the right one. */
interface Part {
  readonly lefts: readonly number[];
  readonly start: number;
  readonly width: number;
}

function addRows(factors: RowFactors, part: Part, out: Float32Array): void {
  const { rank } = factors;
  let k = 0;
  if (part.lefts.length === TOGETHER) for (; k + 4 <= rank; k += 4) addFour(factors, { ...part, k }, out);
  for (; k < rank; k++) addOne(factors, { ...part, k }, out);
}

/** Four ranks of four rows. Left factors are scaled here, so that they need no copy. */
function addFour(
  factors: RowFactors,
  { lefts, start, width, k }: Part & { readonly k: number },
  out: Float32Array,
): void {
  const { columns, right } = factors;
  const scaled = (row: number, rank: number) =>
    Math.fround((factors.left[(lefts[row] ?? 0) + k + rank] ?? 0) * factors.scale);
  const a0 = scaled(0, 0);
  const a1 = scaled(0, 1);
  const a2 = scaled(0, 2);
  const a3 = scaled(0, 3);
  const b0 = scaled(1, 0);
  const b1 = scaled(1, 1);
  const b2 = scaled(1, 2);
  const b3 = scaled(1, 3);
  const c0 = scaled(2, 0);
  const c1 = scaled(2, 1);
  const c2 = scaled(2, 2);
  const c3 = scaled(2, 3);
  const d0 = scaled(3, 0);
  const d1 = scaled(3, 1);
  const d2 = scaled(3, 2);
  const d3 = scaled(3, 3);
  const p0 = start + k * columns;
  const p1 = p0 + columns;
  const p2 = p1 + columns;
  const p3 = p2 + columns;
  const second = width;
  const third = 2 * width;
  const fourth = 3 * width;
  for (let j = 0; j < width; j++) {
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

/** One rank of each row: what is left over of four. */
function addOne(
  { left, right, columns, scale }: RowFactors,
  part: Part & { readonly k: number },
  out: Float32Array,
): void {
  const { lefts, start, width, k } = part;
  for (const [row, at] of lefts.entries()) {
    const factor = Math.fround((left[at + k] ?? 0) * scale);
    const from = start + k * columns;
    const place = row * width;
    for (let j = 0; j < width; j++) out[place + j] = (out[place + j] ?? 0) + factor * (right[from + j] ?? 0);
  }
}
