import { bootstrapInterval } from '../../lib/statistics/bootstrap-interval.ts';
import { type GroupSums, groupSums } from './group-sums.ts';
import { NO_INTERVAL, type UnitInterval } from './measure.ts';

/** Units of a ratio of sums (a mean has 1 below each): rows or documents, which are what was drawn independently. */
export interface RatioUnits {
  readonly add: (count: number, of: number) => void;
  readonly interval: () => UnitInterval;
}

/** How much an interval may cost. A page has a few summary measures, and three figures for each of up to fifty fields. */
export interface Effort {
  /** Units that are drawn again; more are summed up in groups (jackknife). */
  readonly mostUnits: number;
  readonly resamples: number;
  /** Units looked at over all resamples. */
  readonly mostWork: number;
}

/** A tenth of a second. */
export const THOROUGH: Effort = { mostUnits: 10_000, resamples: 10_000, mostWork: 10_000_000 };
/** Ten milliseconds; two thousand draws place the ends to within a few per cent of the interval's width. */
export const QUICK: Effort = { mostUnits: 1_000, resamples: 2_000, mostWork: 1_000_000 };
const FEWEST_RESAMPLES = 1_000;

interface Ratio {
  readonly count: number;
  readonly of: number;
}

/** Collects units for an interval of their pooled ratio: BCa (percentile below ten), from `mostUnits` on a jackknife over groups. */
export function ratioUnits({ mostUnits, resamples, mostWork }: Effort): RatioUnits {
  const units: Ratio[] = [];
  let groups: GroupSums | undefined;
  return {
    add: (count, of) => {
      if (groups !== undefined) return addUnit(groups, count, of);
      units.push({ count, of });
      if (units.length <= mostUnits) return;
      groups = groupSums(2);
      for (const unit of units) addUnit(groups, unit.count, unit.of);
      units.length = 0;
    },
    interval: () => {
      if (groups !== undefined) return groups.jackknife(([count = 0, of = 0]) => count / of);
      const draws = Math.max(FEWEST_RESAMPLES, Math.min(resamples, Math.floor(mostWork / Math.max(1, units.length))));
      const found = bootstrapInterval(units, pooled, { resamples: draws });
      return found.kind === 'none' ? NO_INTERVAL : { low: found.low, high: found.high, method: found.method };
    },
  };
}

function addUnit(groups: GroupSums, count: number, of: number): void {
  groups.next();
  groups.add(0, count);
  groups.add(1, of);
}

function pooled(sample: readonly Ratio[]): number {
  let [count, of] = [0, 0];
  for (const unit of sample) {
    count += unit.count;
    of += unit.of;
  }
  return count / of;
}
