import { medianRanks } from '../../lib/statistics/median-ranks.ts';
import { NO_INTERVAL, type UnitInterval } from './measure.ts';

export interface MedianTally {
  readonly add: (value: number) => void;
  /** Null without values; for an even number the mean of the two in the middle. */
  readonly result: () => { readonly value: number | null; readonly n: number } & UnitInterval;
}

/** Rates of short texts are few different fractions; beyond this many different values they are kept to a thousandth. */
const MOST_VALUES = 10_000;
const COARSE = 1_000;

/** The median with an interval by order statistics, in memory that does not grow with the number of values: they are counted. */
export function medianTally(): MedianTally {
  let counts = new Map<number, number>();
  let isCoarse = false;
  let n = 0;
  const keyOf = (value: number): number => (isCoarse ? Math.round(value * COARSE) / COARSE : value);
  const count = (value: number, times: number): void => {
    const key = keyOf(value);
    counts.set(key, (counts.get(key) ?? 0) + times);
  };
  return {
    add: (value) => {
      n++;
      count(value, 1);
      if (isCoarse || counts.size <= MOST_VALUES) return;
      isCoarse = true;
      const fine = counts;
      counts = new Map();
      for (const [key, times] of fine) count(key, times);
    },
    result: () => {
      if (n === 0) return { value: null, n, ...NO_INTERVAL };
      const sorted = [...counts].sort(([one], [other]) => one - other);
      const at = (rank: number): number => valueAt(sorted, rank);
      const value = (at(Math.floor((n - 1) / 2)) + at(Math.ceil((n - 1) / 2))) / 2;
      const ranks = medianRanks(n);
      if (ranks === null) return { value, n, ...NO_INTERVAL };
      return { value, n, low: at(ranks[0]), high: at(ranks[1]), method: 'order-statistics' };
    },
  };
}

function valueAt(sorted: readonly (readonly [value: number, times: number])[], rank: number): number {
  let before = 0;
  for (const [value, times] of sorted) {
    before += times;
    if (rank < before) return value;
  }
  return Number.NaN;
}
