import { seededRandom } from '../../lib/statistics/seeded-random.ts';
import type { UnitInterval } from './measure.ts';

/** Sums over rows in a hundred groups, from which every statistic of the sums gets an interval however many rows there are. */
export interface GroupSums {
  /** The rows that are added from now on are of another group. */
  readonly next: () => void;
  readonly add: (place: number, amount: number) => void;
  /** Over all groups. */
  readonly total: () => Float64Array;
  readonly jackknife: (statistic: (sums: Float64Array) => number) => UnitInterval;
}

const GROUPS = 100;
const SEED = 1;
/** The 97.5 % point of the standard normal. */
const Z_95 = 1.959963984540054;

/**
 * Delete-a-group jackknife with a normal interval: for tens of thousands of rows it equals the bootstrap, at a hundredth of the work and in
 * memory that does not grow with them. `width`: sums for each group.
 */
export function groupSums(width: number): GroupSums {
  // Not every hundredth row: files repeat in the order of their classes or sources.
  const random = seededRandom(SEED);
  const sums = new Float64Array(GROUPS * width);
  let start = 0;
  const total = (): Float64Array => {
    const all = new Float64Array(width);
    for (const [at, sum] of sums.entries()) all[at % width] = (all[at % width] ?? 0) + sum;
    return all;
  };
  return {
    next: () => {
      start = Math.floor(random() * GROUPS) * width;
    },
    add: (place, amount) => {
      sums[start + place] = (sums[start + place] ?? 0) + amount;
    },
    total,
    jackknife: (statistic) => {
      const all = total();
      const parts = Array.from({ length: GROUPS }, (_, group) =>
        statistic(all.map((sum, place) => sum - (sums[group * width + place] ?? 0))),
      );
      const mean = parts.reduce((sum, part) => sum + part, 0) / GROUPS;
      const squares = parts.reduce((sum, part) => sum + (part - mean) ** 2, 0);
      const half = Z_95 * Math.sqrt((squares * (GROUPS - 1)) / GROUPS);
      const value = statistic(all);
      return { low: value - half, high: value + half, method: 'jackknife' };
    },
  };
}
