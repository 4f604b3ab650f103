import { bootstrapInterval } from '../lib/statistics/bootstrap-interval.ts';
import { seededRandom } from '../lib/statistics/seeded-random.ts';
import { type ClassPair, classMetrics } from './class-metrics.ts';
import type { ScoredRow } from './scored-row.ts';
import type { Task } from './task.ts';

/** A figure that is no share of rows, over whole documents or answers, with its bootstrap interval. */
export interface Measure {
  readonly name: string;
  /** Null without rows. */
  readonly value: number | null;
  /** Rows that it is computed from; these are what the interval draws. */
  readonly rows: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Percentile below ten rows, jackknife above 10,000; null: no interval, for want of rows or spread, or beyond 100 classes. */
  readonly method: 'bca' | 'percentile' | 'jackknife' | null;
}

/** A larger matrix costs more for every resample than anybody waits for. */
const MOST_CLASSES = 100;
/** Every resample of classes makes a confusion matrix; two thousand place the ends to within a few per cent of the interval's width. */
const CLASS_RESAMPLES = 2_000;
const RESAMPLES = 10_000;
const FEWEST_RESAMPLES = 1_000;
/** Rows looked at over all resamples of one measure: a tenth of a second. */
const MOST_WORK = 10_000_000;
const MOST_RESAMPLED = 10_000;
const JACKKNIFE_GROUPS = 100;
const SEED = 1;
/** The 97.5 % point of the standard normal. */
const Z_95 = 1.959963984540054;

interface Ratio {
  readonly count: number;
  readonly of: number;
}

/**
 * The summary measures of a task with BCa intervals (spec/evaluation.md 1.15) that resample rows, since fields of one document and
 * characters of one text are not independent.
 */
export function scoreMeasures(rows: readonly ScoredRow[], task: Task): readonly Measure[] {
  const judged = rows.filter(({ correctOurs }) => correctOurs !== null);
  switch (task.kind) {
    case 'classify':
      return classMeasures(judged, task.classes);
    case 'extract':
      return documentMeasures(judged);
    case 'free':
      return [
        ratioMeasure(
          'mean similarity (1 - edits / longer text)',
          judged.map(({ similarity }) => one(similarity)),
        ),
      ];
  }
}

const CLASS_MEASURES = [
  ['balanced accuracy', 'balancedAccuracy'],
  ['macro F1', 'macroF1'],
  ['Matthews correlation', 'mcc'],
] as const;

function classMeasures(rows: readonly ScoredRow[], classes: readonly string[]): readonly Measure[] {
  const places = new Map(classes.map((name, index) => [name, index]));
  const width = classes.length + 1;
  const codes = rows.flatMap(({ goldClass, ourClass }) => {
    const gold = goldClass === null ? undefined : places.get(goldClass);
    if (gold === undefined) return [];
    return [gold * width + (ourClass === null ? classes.length : (places.get(ourClass) ?? classes.length))];
  });
  return CLASS_MEASURES.map(([name, key]) => {
    const statistic = (sample: readonly number[]) => classMetrics(pairsOf(sample, classes), classes)[key] ?? 0;
    if (classes.length > MOST_CLASSES) return { name, value: statistic(codes), rows: codes.length, ...NO_INTERVAL };
    return intervalOf(name, codes, { statistic, most: CLASS_RESAMPLES });
  });
}

/** One pair for each cell, so that a resample costs a count for each row and no more. */
function pairsOf(codes: readonly number[], classes: readonly string[]): readonly ClassPair[] {
  const width = classes.length + 1;
  const counts = new Map<number, number>();
  const dense = classes.length <= MOST_CLASSES ? new Uint32Array(classes.length * width) : undefined;
  for (const code of codes) {
    if (dense === undefined) counts.set(code, (counts.get(code) ?? 0) + 1);
    else dense[code] = (dense[code] ?? 0) + 1;
  }
  return [...(dense ?? counts).entries()].flatMap(([code, count]): ClassPair[] => {
    if (count === 0) return [];
    const predicted = classes[code % width] ?? null;
    const failure = predicted === null ? 'parse failure' : null;
    return [{ gold: classes[Math.floor(code / width)] ?? '', predicted, failure, count }];
  });
}

function documentMeasures(rows: readonly ScoredRow[]): readonly Measure[] {
  const share = (part: (row: ScoredRow) => Ratio): Ratio[] => rows.map(part);
  const counts = (row: ScoredRow, outcomes: readonly string[]): number =>
    row.fields.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const document = rows.flatMap((row) => (row.document === null ? [] : [row.document]));
  const leaves = document.flatMap(({ donutFields }) =>
    donutFields === null ? [] : [{ count: donutFields.right, of: donutFields.right + donutFields.wrong / 2 }],
  );
  return [
    ratioMeasure(
      'right fields',
      share((row) => ({ count: counts(row, ['TP', 'TN']), of: row.fields.length })),
    ),
    ratioMeasure(
      'precision of fields',
      share((row) => ({ count: counts(row, ['TP']), of: counts(row, ['TP', 'FD', 'FA']) })),
    ),
    ratioMeasure(
      'recall of fields',
      share((row) => ({
        count: counts(row, ['TP']),
        of: row.fields.filter(({ goldHasValue }) => goldHasValue).length,
      })),
    ),
    ratioMeasure(
      'ANLS*',
      document.map(({ anlsStar }) => one(anlsStar)),
    ),
    ratioMeasure(
      'Donut accuracy',
      document.map(({ donutAccuracy }) => one(donutAccuracy)),
    ),
    ratioMeasure('Donut F1', leaves),
    ratioMeasure('edits per character of gold texts', share(editsOf)),
  ];
}

function editsOf({ fields }: ScoredRow): Ratio {
  let [count, of] = [0, 0];
  for (const { measures } of fields) {
    if (measures === null || typeof measures.characters === 'string') continue;
    count += measures.characters.edits;
    of += measures.characters.length;
  }
  return { count, of };
}

function one(value: number | null): Ratio {
  return value === null ? { count: 0, of: 0 } : { count: value, of: 1 };
}

function ratioMeasure(name: string, units: readonly Ratio[]): Measure {
  return intervalOf(
    name,
    units.filter(({ of }) => of > 0),
    { statistic: pooled },
  );
}

function pooled(sample: readonly Ratio[]): number {
  let [count, of] = [0, 0];
  for (const unit of sample) {
    count += unit.count;
    of += unit.of;
  }
  return count / of;
}

const NO_INTERVAL = { low: null, high: null, method: null } as const;

function intervalOf<T>(
  name: string,
  units: readonly T[],
  { statistic, most = RESAMPLES }: { readonly statistic: (sample: readonly T[]) => number; readonly most?: number },
): Measure {
  const rows = units.length;
  if (rows > MOST_RESAMPLED) return { name, rows, ...jackknife(units, statistic) };
  const resamples = Math.max(FEWEST_RESAMPLES, Math.min(most, Math.floor(MOST_WORK / Math.max(1, rows))));
  const interval = bootstrapInterval(units, statistic, { resamples });
  if (interval.kind === 'none') return { name, value: interval.estimate, rows, ...NO_INTERVAL };
  const { estimate: value, low, high, method } = interval;
  return { name, value, rows, low, high, method };
}

/** Delete-a-group jackknife with a normal interval: for tens of thousands of rows it equals the bootstrap, at a hundredth of the work. */
function jackknife<T>(units: readonly T[], statistic: (sample: readonly T[]) => number) {
  const value = statistic(units);
  // Not every hundredth row: files repeat in the order of their classes or sources.
  const random = seededRandom(SEED);
  const groups = units.map(() => Math.floor(random() * JACKKNIFE_GROUPS));
  const parts = Array.from({ length: JACKKNIFE_GROUPS }, (_, group) =>
    statistic(units.filter((_unit, index) => groups[index] !== group)),
  );
  const mean = parts.reduce((sum, part) => sum + part, 0) / JACKKNIFE_GROUPS;
  const squares = parts.reduce((sum, part) => sum + (part - mean) ** 2, 0);
  const half = Z_95 * Math.sqrt((squares * (JACKKNIFE_GROUPS - 1)) / JACKKNIFE_GROUPS);
  return { value, low: value - half, high: value + half, method: 'jackknife' as const };
}
