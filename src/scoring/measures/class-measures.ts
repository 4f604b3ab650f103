import { bootstrapInterval } from '../../lib/statistics/bootstrap-interval.ts';
import { type ClassPair, classMetrics } from '../class-metrics.ts';
import type { ScoredRow } from '../scored-row.ts';
import { MOST_IDS } from '../tallies/most-ids.ts';
import { type GroupSums, groupSums } from './group-sums.ts';
import { type Measure, NO_INTERVAL, type UnitInterval } from './measure.ts';

/** A larger matrix costs more for every resample than anybody waits for. */
const MOST_CLASSES = 100;
const MOST_RESAMPLED = 10_000;
/** Every resample of classes makes a confusion matrix; two thousand place the ends to within a few per cent of the interval's width. */
const RESAMPLES = 2_000;
const FEWEST_RESAMPLES = 1_000;
/** Rows looked at over all resamples of one measure: a tenth of a second. */
const MOST_WORK = 10_000_000;

const MEASURES = [
  ['balanced accuracy', 'balancedAccuracy'],
  ['macro F1', 'macroF1'],
  ['Matthews correlation', 'mcc'],
] as const;

type Cells = Iterable<readonly [code: number, count: number]>;

/** The summary measures of a classification, of rows one by one; each row is one cell of the confusion matrix, its code. */
export function classMeasures(classes: readonly string[]): {
  readonly add: (row: ScoredRow) => void;
  readonly result: () => readonly Measure[];
} {
  const width = classes.length + 1;
  const places = new Map(classes.map((name, index) => [name, index]));
  const counts = new Map<number, number>();
  const spread = classes.length <= MOST_CLASSES ? cellSpread(classes.length * width) : undefined;
  const ids: string[] = [];
  let rows = 0;
  return {
    add: ({ id, goldClass, ourClass }) => {
      const gold = goldClass === null ? undefined : places.get(goldClass);
      if (gold === undefined) return;
      const code = gold * width + (ourClass === null ? classes.length : (places.get(ourClass) ?? classes.length));
      counts.set(code, (counts.get(code) ?? 0) + 1);
      spread?.add(code);
      rows++;
      if (goldClass !== ourClass && ids.length < MOST_IDS) ids.push(id);
    },
    result: () => {
      return MEASURES.map(([name, key]) => {
        const statistic = (cells: Cells): number => classMetrics(pairsOf(cells, classes), classes)[key] ?? 0;
        const value = rows === 0 ? null : statistic(counts);
        const interval = spread?.interval(statistic) ?? NO_INTERVAL;
        return { name, value, rows, ...interval, ids: [...ids] };
      });
    },
  };
}

/** The codes themselves while they are few, to be drawn again; then their counts in groups. */
function cellSpread(cells: number): {
  readonly add: (code: number) => void;
  readonly interval: (statistic: (cells: Cells) => number) => UnitInterval;
} {
  const codes: number[] = [];
  let groups: GroupSums | undefined;
  const addTo = (sums: GroupSums, code: number): void => {
    sums.next();
    sums.add(code, 1);
  };
  const resampled = (statistic: (cells: Cells) => number): UnitInterval => {
    const resamples = Math.max(
      FEWEST_RESAMPLES,
      Math.min(RESAMPLES, Math.floor(MOST_WORK / Math.max(1, codes.length))),
    );
    const found = bootstrapInterval(codes, (sample) => statistic(countsOf(sample, cells)), { resamples });
    return found.kind === 'none' ? NO_INTERVAL : { low: found.low, high: found.high, method: found.method };
  };
  return {
    add: (code) => {
      if (groups !== undefined) return addTo(groups, code);
      codes.push(code);
      if (codes.length <= MOST_RESAMPLED) return;
      groups = groupSums(cells);
      for (const one of codes) addTo(groups, one);
      codes.length = 0;
    },
    interval: (statistic) => groups?.jackknife((sums) => statistic(sums.entries())) ?? resampled(statistic),
  };
}

function countsOf(codes: readonly number[], cells: number): Cells {
  const counts = new Uint32Array(cells);
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts.entries();
}

/** One pair for each cell, so that a resample costs a count for each row and no more. */
function pairsOf(cells: Cells, classes: readonly string[]): readonly ClassPair[] {
  const width = classes.length + 1;
  const pairs: ClassPair[] = [];
  for (const [code, count] of cells) {
    if (count === 0) continue;
    const predicted = classes[code % width] ?? null;
    const failure = predicted === null ? 'parse failure' : null;
    pairs.push({ gold: classes[Math.floor(code / width)] ?? '', predicted, failure, count });
  }
  return pairs;
}
