import type { KeptRows, KeptSegment } from './kept-rows.ts';

/** The evidence that weights went through a quantiser. */
export interface QuantisedGrid {
  /** The quantiser that reproduces the values, or `few levels` where only their small number shows it. */
  readonly quantiser: string;
  /** Share of the squared deviation that the quantiser does not explain. */
  readonly unexplained: number;
}

/** The 16 values of NF4 (QLoRA, appendix E) and the 8 sizes of bitsandbytes' FP4, for blocks scaled to 1. */
const NF4 = [
  -1, -0.6961928, -0.52507305, -0.39491749, -0.28444138, -0.18477343, -0.09105004, 0, 0.0795803, 0.1609302, 0.2461123,
  0.33791524, 0.44070983, 0.562617, 0.72295684, 1,
] as const;
const FP4_SIZES = [0, 0.0052083333, 0.16666667, 0.25, 0.33333333, 0.5, 0.66666667, 1] as const;
const FP4 = [...FP4_SIZES.map((size) => -size), ...FP4_SIZES].sort((a, b) => a - b);

interface Quantiser {
  readonly name: string;
  /** Values of a block scaled so that the largest size is 1. */
  nearest(value: number): number;
}

const QUANTISERS: readonly Quantiser[] = [
  { name: 'NF4', nearest: (value) => nearestOf(NF4, value) },
  { name: 'FP4', nearest: (value) => nearestOf(FP4, value) },
  { name: 'INT4', nearest: (value) => Math.round(value * 7) / 7 },
  { name: 'INT8', nearest: (value) => Math.round(value * 127) / 127 },
];

/** Block lengths in use beside whole rows. bitsandbytes counts blocks through the rows, others start anew in each. */
const BLOCKS = [64, 32, 128, 256] as const;

/**
 * Of the squared deviation that rounding does not explain, a simulated quantiser may leave this share. Double quantisation of the
 * block sizes (bitsandbytes) leaves a few hundredths; a deviation that has nothing to do with the grid leaves all of it.
 */
const MAX_UNEXPLAINED = 0.15;
/** A deviation must be larger than rounding by this factor (in squares) before its shape says anything. */
const MIN_DEVIATION = 1.5;
/** Values of a window, and how many levels a 4-bit grid may leave in it. 32 weights have 32 levels, in bfloat16 about 31. */
const WINDOW = 32;
const MAX_LEVELS = 16;
/** Share of windows that must look quantised. */
const MOST = 0.8;

/** What is left of the merged rows when the update is taken off. */
export interface WeightsUnder {
  readonly under: Float32Array;
  /** The mean square that rounding adds to each value. */
  readonly rounding: number;
  /** Whether signs of a quantiser whose codes are not known count too; they prove less than codes that fit. */
  readonly unknownSteps: boolean;
}

/**
 * Whether the weights under the update are the base's after a quantiser: `under` (merged − update) lies on the grid that a common
 * quantiser makes of the base, or has far fewer levels than the
 * base in every window, or deviates evenly between bounds. An arbitrary other base does none of these.
 */
export function quantisedGrid(
  rows: KeptRows,
  { under, rounding, unknownSteps }: WeightsUnder,
): QuantisedGrid | undefined {
  let best: QuantisedGrid | undefined;
  const lengths = [...BLOCKS.filter((length) => length < rows.columns), rows.columns];
  for (const length of lengths) {
    const inRows = rowsOf(rows).flatMap((row) => blocksOf(row, length));
    const through = rows.segments.flatMap((segment) => wholeBlocks(segment, length));
    for (const blocks of length === rows.columns || rows.columns % length === 0 ? [inRows] : [inRows, through]) {
      for (const quantiser of QUANTISERS) {
        const unexplained = unexplainedShare(rows.base, { under, quantiser, blocks, rounding });
        if (unexplained < (best?.unexplained ?? MAX_UNEXPLAINED))
          best = { quantiser: `${quantiser.name} in blocks of ${length}`, unexplained };
      }
    }
  }
  if (best || !unknownSteps) return best;
  if (hasFewLevels(rows, under)) return { quantiser: 'few levels', unexplained: 1 };
  return isBounded(rows, under) ? { quantiser: 'equal steps', unexplained: 1 } : undefined;
}

/**
 * Mean fourth moment of a window's deviations, over the square of the second: 1.8 for the error of equal steps, about 2 for NF4, 3 for
 * normal noise and more for differences that follow the size of the weights, as another training or another float type leaves.
 */
const MAX_KURTOSIS = 2.3;
const KURTOSIS_WINDOW = 64;
const ENOUGH_WINDOWS = 16;

/**
 * Whether the deviation is spread evenly between bounds and differs from row to row, as the rounding of a quantiser whose steps are
 * not known. Low-rank and smooth differences can be as even, but their rows resemble each other.
 */
function isBounded(rows: KeptRows, under: Float32Array): boolean {
  const deviation = under.map((value, at) => value - (rows.base[at] ?? 0));
  const windows = rowsOf(rows).flatMap((row) => blocksOf(row, KURTOSIS_WINDOW));
  let [sum, count] = [0, 0];
  for (const [start, end] of windows) {
    if (end - start < KURTOSIS_WINDOW / 2) continue;
    let [second, fourth] = [0, 0];
    for (let at = start; at < end; at++) {
      const square = (deviation[at] ?? 0) ** 2;
      second += square;
      fourth += square * square;
    }
    // A window of zeros is a quantiser's grid as well as anything else's.
    if (second === 0) continue;
    sum += (fourth * (end - start)) / second ** 2;
    count++;
  }
  if (count < ENOUGH_WINDOWS || sum / count >= MAX_KURTOSIS) return false;
  return likeness(deviation, rows.columns) < (MAX_LIKENESS * 0.8) / Math.sqrt(rows.columns);
}

/** Independent rows correlate by 0.8 / √columns on average; twice that is structure. */
const MAX_LIKENESS = 2;

/** Mean size of the correlation between neighbouring rows. */
function likeness(deviation: Float32Array, columns: number): number {
  let [sum, pairs] = [0, 0];
  for (let row = 0; row + 2 * columns <= deviation.length; row += columns) {
    let [along, one, other] = [0, 0, 0];
    for (let at = row; at < row + columns; at++) {
      const [here, next] = [deviation[at] ?? 0, deviation[at + columns] ?? 0];
      along += here * next;
      one += here * here;
      other += next * next;
    }
    if (one === 0 || other === 0) continue;
    sum += Math.abs(along) / Math.sqrt(one * other);
    pairs++;
  }
  return pairs === 0 ? 1 : sum / pairs;
}

type Span = readonly [start: number, end: number];

function rowsOf({ base, columns }: KeptRows): readonly Span[] {
  return Array.from({ length: base.length / columns }, (_, row): Span => [row * columns, (row + 1) * columns]);
}

function blocksOf([start, end]: Span, length: number): readonly Span[] {
  return Array.from({ length: Math.ceil((end - start) / length) }, (_, at): Span => {
    const from = start + at * length;
    return [from, Math.min(end, from + length)];
  });
}

/** Blocks that are counted from the tensor's first value; one of which only a part was kept has an unknown size. */
function wholeBlocks({ at, flat, length }: KeptSegment, size: number): readonly Span[] {
  const first = Math.ceil(flat / size) * size - flat;
  const count = Math.max(0, Math.floor((length - first) / size));
  return Array.from(
    { length: count },
    (_, block): Span => [at + first + block * size, at + first + (block + 1) * size],
  );
}

interface Grid {
  readonly under: Float32Array;
  readonly quantiser: Quantiser;
  readonly blocks: readonly Span[];
  readonly rounding: number;
}

function unexplainedShare(base: Float32Array, { under, quantiser, blocks, rounding }: Grid): number {
  let [deviation, left, count] = [0, 0, 0];
  for (const [start, end] of blocks) {
    let largest = 0;
    for (let at = start; at < end; at++) largest = Math.max(largest, Math.abs(base[at] ?? 0));
    for (let at = start; at < end; at++) {
      const w = base[at] ?? 0;
      const value = under[at] ?? 0;
      if (!Number.isFinite(value - w)) continue;
      const grid = largest === 0 ? 0 : quantiser.nearest(w / largest) * largest;
      count++;
      deviation += (value - w) ** 2;
      left += (value - grid) ** 2;
    }
  }
  const noise = rounding * count;
  if (count < WINDOW || deviation < noise * MIN_DEVIATION) return 1;
  return Math.max(0, left - noise) / (deviation - noise);
}

function hasFewLevels(rows: KeptRows, under: Float32Array): boolean {
  const { base, merged, storage } = rows;
  const isMost = (windows: readonly Span[]): boolean => {
    const few = windows.filter(([start, end]) => {
      const largest = merged.subarray(start, end).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const tolerance = largest * 2 ** (1 - storage.precision) + largest * 1e-6;
      const after = levels(under.subarray(start, end), tolerance);
      return after <= MAX_LEVELS && after < levels(base.subarray(start, end), tolerance) * 0.7;
    });
    return windows.length > 0 && few.length >= windows.length * MOST;
  };
  const inRows = rowsOf(rows).flatMap((row) => blocksOf(row, WINDOW).filter(([start, end]) => end - start === WINDOW));
  return isMost(inRows) || isMost(rows.segments.flatMap((segment) => wholeBlocks(segment, WINDOW)));
}

function levels(window: Float32Array, tolerance: number): number {
  const sorted = window.toSorted();
  let [count, start] = [0, Number.NEGATIVE_INFINITY];
  for (const value of sorted) {
    if (value - start <= tolerance) continue;
    count++;
    start = value;
  }
  return count;
}

function nearestOf(codes: readonly number[], value: number): number {
  let nearest = 0;
  let distance = Number.POSITIVE_INFINITY;
  for (const code of codes) {
    if (Math.abs(code - value) >= distance) continue;
    distance = Math.abs(code - value);
    nearest = code;
  }
  return nearest;
}
