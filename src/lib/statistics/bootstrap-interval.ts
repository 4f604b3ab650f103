import { normalQuantile } from './normal-quantile.ts';
import { normalTail } from './normal-tail.ts';
import { seededRandom } from './seeded-random.ts';

export type BootstrapInterval =
  | {
      readonly kind: 'interval';
      readonly estimate: number;
      readonly low: number;
      readonly high: number;
      /** Percentile is used for fewer than ten units, where the corrections of BCa are noise. */
      readonly method: 'bca' | 'percentile';
      readonly resamples: number;
      readonly seed: number;
    }
  | { readonly kind: 'none'; readonly estimate: number | null; readonly because: string };

export interface BootstrapOptions {
  readonly level?: number;
  readonly resamples?: number;
  readonly seed?: number;
  /** Where the numbers in [0, 1) come from, one for each unit drawn. By default what `seed` gives. */
  readonly random?: () => number;
}

const RESAMPLES = 10_000;
const FEWEST_RESAMPLES = 1_000;
/** Units looked at over all resamples; keeps a hundred thousand documents to a second or two. */
const MOST_WORK = 50_000_000;
const FEWEST_FOR_BCA = 10;
/** Leaving out single units costs n²; beyond these, groups of units are left out instead, which estimates the same skewness. */
const MOST_LEFT_OUT = 500;

/**
 * Bias-corrected and accelerated (BCa) bootstrap interval (Efron 1987) of `statistic` over `units`. A unit is what was drawn independently:
 * a document, never one of its fields. `statistic` gets as many units as there are, with repetitions, in an array that is reused between
 * calls. Given the same draws, the ends are those of `scipy.stats.bootstrap(method='BCa')`. No interval for fewer than two units, or when
 * every resample gives the same value.
 */
export function bootstrapInterval<T>(
  units: readonly T[],
  statistic: (sample: readonly T[]) => number,
  options: BootstrapOptions = {},
): BootstrapInterval {
  if (units.length === 0) return { kind: 'none', estimate: null, because: 'there are no units' };
  const estimate = statistic(units);
  if (units.length === 1) return { kind: 'none', estimate, because: 'one unit has no spread' };
  const { level = 0.95, seed = 1 } = options;
  const affordable = Math.min(RESAMPLES, Math.floor(MOST_WORK / units.length));
  const resamples = options.resamples ?? Math.max(FEWEST_RESAMPLES, affordable);
  const values = resample(units, statistic, { resamples, random: options.random ?? seededRandom(seed) });
  if (values[0] === values[resamples - 1])
    return { kind: 'none', estimate, because: 'every resample gives the same value' };
  const tail = (1 - level) / 2;
  const bca =
    units.length < FEWEST_FOR_BCA ? null : correctedTails(values, { estimate, tail }, accelerationOf(units, statistic));
  const [low, high] = bca ?? [tail, 1 - tail];
  return {
    ...{ kind: 'interval', estimate, low: quantileOf(values, low), high: quantileOf(values, high) },
    ...{ method: bca === null ? 'percentile' : 'bca', resamples, seed },
  };
}

function resample<T>(
  units: readonly T[],
  statistic: (sample: readonly T[]) => number,
  { resamples, random }: { resamples: number; random: () => number },
): Float64Array {
  const sample = [...units];
  const values = new Float64Array(resamples);
  for (let draw = 0; draw < resamples; draw++) {
    for (let place = 0; place < sample.length; place++) {
      const unit = units[Math.floor(random() * units.length)];
      if (unit !== undefined) sample[place] = unit;
    }
    values[draw] = statistic(sample);
  }
  return values.sort();
}

/** Skewness of the statistic's influence on itself: the jackknife estimate of BCa's acceleration. */
function accelerationOf<T>(units: readonly T[], statistic: (sample: readonly T[]) => number): number {
  const groups = Math.min(units.length, MOST_LEFT_OUT);
  const values = Array.from({ length: groups }, (_, group) =>
    statistic(units.filter((_unit, index) => index % groups !== group)),
  );
  const mean = values.reduce((sum, value) => sum + value, 0) / groups;
  let squares = 0;
  let cubes = 0;
  for (const value of values) {
    squares += (mean - value) ** 2;
    cubes += (mean - value) ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

/** The tail shares that BCa reads its end points at; null when the estimate lies outside of all resamples. */
function correctedTails(
  values: Float64Array,
  { estimate, tail }: { estimate: number; tail: number },
  acceleration: number,
): readonly [number, number] | null {
  let below = 0;
  for (const value of values) below += value < estimate ? 1 : value === estimate ? 0.5 : 0;
  const bias = normalQuantile(below / values.length);
  if (!Number.isFinite(bias)) return null;
  const corrected = (share: number): number => {
    const shifted = bias + normalQuantile(share);
    return 1 - normalTail(bias + shifted / (1 - acceleration * shifted));
  };
  return [corrected(tail), corrected(1 - tail)];
}

/** Linear interpolation between order statistics, as numpy does by default. */
function quantileOf(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (place - Math.floor(place)) * (above - below);
}
