import type { KeptRows } from './kept-rows.ts';
import { type GridValues, type KnownGrid, knownGrid } from './known-grid.ts';
import { rowBlocks, type Span } from './row-blocks.ts';
import { wholeBlocks } from './whole-blocks.ts';

/** The evidence that weights went through a quantiser: `few levels` or `equal steps` where its codes are not known. */
export type QuantisedGrid = KnownGrid;

/** Values of a window, and how many levels a 4-bit grid may leave in it. 32 weights have 32 levels, in bfloat16 about 31. */
const WINDOW = 32;
const MAX_LEVELS = 16;
/** Share of windows that must look quantised. */
const MOST = 0.8;

/** What is left of the merged rows when the update is taken off. */
export interface WeightsUnder extends GridValues {
  /** Whether signs of a quantiser whose codes are not known count too; they prove less than codes that fit. */
  readonly unknownSteps: boolean;
}

/**
 * Whether the weights under the update are the base's after a quantiser: `under` (merged − update) lies on the grid that a common
 * quantiser makes of the base, or has far fewer levels than the base in every window, or deviates evenly between bounds. An arbitrary
 * other base does none of these.
 */
export function quantisedGrid(rows: KeptRows, weights: WeightsUnder): QuantisedGrid | undefined {
  const known = knownGrid(rows, weights);
  if (known || !weights.unknownSteps) return known;
  if (hasFewLevels(rows, weights.under)) return { quantiser: 'few levels', unexplained: 1 };
  return isBounded(rows, weights.under) ? { quantiser: 'equal steps', unexplained: 1 } : undefined;
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
  const windows = rowBlocks(rows, KURTOSIS_WINDOW);
  let sum = 0;
  let count = 0;
  for (const [start, end] of windows) {
    if (end - start < KURTOSIS_WINDOW / 2) continue;
    let second = 0;
    let fourth = 0;
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
  let sum = 0;
  let pairs = 0;
  for (let row = 0; row + 2 * columns <= deviation.length; row += columns) {
    let along = 0;
    let one = 0;
    let other = 0;
    for (let at = row; at < row + columns; at++) {
      const here = deviation[at] ?? 0;
      const next = deviation[at + columns] ?? 0;
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
  const inRows = rowBlocks(rows, WINDOW).filter(([start, end]) => end - start === WINDOW);
  return isMost(inRows) || isMost(wholeBlocks(rows, WINDOW));
}

function levels(window: Float32Array, tolerance: number): number {
  const sorted = window.toSorted();
  let count = 0;
  let start = Number.NEGATIVE_INFINITY;
  for (const value of sorted) {
    if (value - start <= tolerance) continue;
    count++;
    start = value;
  }
  return count;
}
