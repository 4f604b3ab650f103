import { seededRandom } from './seeded-random.ts';

export interface SignFlipTest {
  /** Two-sided p-value. */
  readonly p: number;
  /** All sign patterns were counted; otherwise `draws` of them were drawn with `seed`. */
  readonly exact: boolean;
  readonly draws: number;
  readonly seed: number;
  /** With five differences or fewer p cannot fall below 0.05, whatever they are. */
  readonly decidable: boolean;
}

/** 2^16 patterns are counted faster than as many would be drawn. */
const MOST_EXACT = 16;
const DRAWS = 20_000;
/** With many rows fewer draws keep the work bounded; 2,000 still place p = 0.05 within ±0.01. */
const MOST_WORK = 100_000_000;
const FEWEST_DRAWS = 2_000;
const FEWEST_DECIDABLE = 6;
/** Sums of the same differences in another order differ in the last digits. */
const ROUNDING = 1e-12;

/**
 * Sign-flip permutation test that paired differences are centred at zero: under the null either run may have been the better one of
 * each pair. For graded scores, where McNemar would throw the grades away. Rows that belong together (fields of a document) must be
 * summed up first, one difference for each document. Zero differences carry no information and are left out.
 */
export function signFlipTest(differences: readonly number[], seed = 1): SignFlipTest {
  const moved = Float64Array.from(differences.filter((difference) => difference !== 0));
  const n = moved.length;
  const observed = Math.abs(moved.reduce((sum, difference) => sum + difference, 0));
  const scale = moved.reduce((sum, difference) => sum + Math.abs(difference), 0);
  const limit = observed - ROUNDING * scale;
  const decidable = n >= FEWEST_DECIDABLE;
  if (n <= MOST_EXACT) {
    const patterns = 2 ** n;
    return { p: countExtreme(moved, limit) / patterns, exact: true, draws: patterns, seed, decidable };
  }
  const draws = Math.max(FEWEST_DRAWS, Math.min(DRAWS, Math.floor(MOST_WORK / n)));
  return { p: drawExtreme(moved, limit, { draws, seed }), exact: false, draws, seed, decidable };
}

function countExtreme(moved: Float64Array, limit: number): number {
  let extreme = 0;
  for (let pattern = 0; pattern < 2 ** moved.length; pattern++) {
    let sum = 0;
    for (const [place, difference] of moved.entries()) sum += (pattern >> place) & 1 ? -difference : difference;
    if (Math.abs(sum) >= limit) extreme++;
  }
  return extreme;
}

function drawExtreme(moved: Float64Array, limit: number, { draws, seed }: { draws: number; seed: number }): number {
  const random = seededRandom(seed);
  let extreme = 0;
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0;
    for (let place = 0; place < moved.length; place++) {
      const difference = moved[place] ?? 0;
      sum += random() < 0.5 ? -difference : difference;
    }
    if (Math.abs(sum) >= limit) extreme++;
  }
  // The observed pattern is one of the possible ones, so it counts (Phipson and Smyth 2010): p is never 0.
  return (extreme + 1) / (draws + 1);
}
