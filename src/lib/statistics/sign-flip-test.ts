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

export interface SignFlipOptions {
  readonly seed?: number;
  readonly draws?: number;
  /** Where the numbers in [0, 1) come from, one for each sign; below a half a difference is flipped. By default what `seed` gives. */
  readonly random?: () => number;
}

/** 2^16 patterns are counted faster than as many would be drawn. */
const MOST_EXACT = 16;
const DRAWS = 40_000;
/** With many rows fewer draws keep the work bounded; 2,000 still place p = 0.05 within ±0.01. */
const MOST_WORK = 100_000_000;
const FEWEST_DRAWS = 2_000;
const FEWEST_DECIDABLE = 6;
/** Sums of the same differences in another order differ in the last digits. */
const ROUNDING = 1e-12;

/**
 * Sign-flip permutation test that paired differences are centred at zero: under the null either run may have been the better one of
 * each pair. For graded scores, where McNemar would throw the grades away. Rows that belong together (fields of a document) must be
 * summed up first, one difference for each document. Zero differences carry no information and are left out. Two-sided as scipy's
 * `permutation_test(permutation_type='samples')` is: twice the smaller tail.
 */
export function signFlipTest(differences: readonly number[], options: SignFlipOptions = {}): SignFlipTest {
  const moved = Float64Array.from(differences.filter((difference) => difference !== 0));
  const n = moved.length;
  const { seed = 1 } = options;
  const decidable = n >= FEWEST_DECIDABLE;
  if (n <= MOST_EXACT) return { p: countedP(moved), exact: true, draws: 2 ** n, seed, decidable };
  const draws = options.draws ?? Math.max(FEWEST_DRAWS, Math.min(DRAWS, Math.floor(MOST_WORK / n)));
  const p = drawnP(moved, draws, options.random ?? seededRandom(seed));
  return { p, exact: false, draws, seed, decidable };
}

function countedP(moved: Float64Array): number {
  const { observed, tolerance } = observedOf(moved);
  const patterns = 2 ** moved.length;
  let [atMost, atLeast] = [0, 0];
  for (let pattern = 0; pattern < patterns; pattern++) {
    let sum = 0;
    for (const [place, difference] of moved.entries()) sum += (pattern >> place) & 1 ? -difference : difference;
    if (sum <= observed + tolerance) atMost++;
    if (sum >= observed - tolerance) atLeast++;
  }
  return Math.min(1, (2 * Math.min(atMost, atLeast)) / patterns);
}

function drawnP(moved: Float64Array, draws: number, random: () => number): number {
  const { observed, tolerance } = observedOf(moved);
  let [atMost, atLeast] = [0, 0];
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0;
    for (let place = 0; place < moved.length; place++) {
      const difference = moved[place] ?? 0;
      sum += random() < 0.5 ? -difference : difference;
    }
    if (sum <= observed + tolerance) atMost++;
    if (sum >= observed - tolerance) atLeast++;
  }
  // The observed pattern is one of the possible ones, so it counts (Phipson and Smyth 2010): p is never 0.
  return Math.min(1, (2 * (Math.min(atMost, atLeast) + 1)) / (draws + 1));
}

function observedOf(moved: Float64Array): { observed: number; tolerance: number } {
  const observed = moved.reduce((sum, difference) => sum + difference, 0);
  return { observed, tolerance: ROUNDING * moved.reduce((sum, difference) => sum + Math.abs(difference), 0) };
}
