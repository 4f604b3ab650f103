import { firstSeen } from '../lib/first-seen.ts';
import { THOROUGH } from './measures/ratio-units.ts';
import type { ScoredRow } from './scored-row.ts';
import { type ClassifySplit, classifyTally } from './tallies/classify-tally.ts';
import { type ExtractSplit, extractTally } from './tallies/extract-tally.ts';
import { type FreeSplit, freeTally } from './tallies/free-tally.ts';
import { type Samples, sampleTally } from './tallies/sample-tally.ts';
import type { Task } from './task.ts';

export type { ClassifySplit, ClassShare } from './tallies/classify-tally.ts';
export type { ExtractSplit } from './tallies/extract-tally.ts';
export type { FreeSplit } from './tallies/free-tally.ts';
export type { SplitScore } from './tallies/split-tally.ts';

interface Splits<T> {
  readonly overall: T;
  /** In order of appearance; at most 50. */
  readonly splits: readonly T[];
  /** Rows whose id another row of the same split has had: they are scored, and counted twice. */
  readonly repeatedIds: Samples;
}

export interface ClassifyScorecard extends Splits<ClassifySplit> {
  readonly kind: 'classify';
  readonly classes: readonly string[];
}

export interface ExtractScorecard extends Splits<ExtractSplit> {
  readonly kind: 'extract';
  readonly fieldNames: readonly string[];
}

export interface FreeScorecard extends Splits<FreeSplit> {
  readonly kind: 'free';
}

export type Scorecard = ClassifyScorecard | ExtractScorecard | FreeScorecard;

/** Splits beyond these are only counted in the total: a file with hundreds has ids in the split column. */
const MOST_SPLITS = 50;

export interface ScorecardOptions {
  /** Repeated ids were left out before, so that none has to be remembered. */
  readonly areIdsUnique?: boolean;
  /** Intervals of rates and means; they take up to some seconds. True when absent. */
  readonly intervals?: boolean;
}

/** Sums up scored rows, in total and per split (in order of appearance). */
export function scorecard(rows: Iterable<ScoredRow>, task: Task, options: ScorecardOptions = {}): Scorecard {
  const tally = scorecardTally(task, options);
  for (const row of rows) tally.add(row);
  return tally.result();
}

export interface ScorecardTally {
  readonly add: (row: ScoredRow) => void;
  /** A plain object that survives JSON. */
  readonly result: () => Scorecard;
}

/**
 * A scorecard of rows that come one by one. None is kept, so that memory does not grow with their number; but for some bytes of each id,
 * where repeated ones were not left out before. Splits have no intervals of rates: nobody looks at those of every field of every split.
 */
export function scorecardTally(task: Task, options: ScorecardOptions = {}): ScorecardTally {
  const { areIdsUnique = false, intervals = true } = options;
  switch (task.kind) {
    case 'classify': {
      const { add, result } = sumUp(() => classifyTally(task), areIdsUnique);
      return { add, result: () => ({ kind: 'classify', classes: task.classes, ...result() }) };
    }
    case 'extract': {
      const { add, result } = sumUp((isTotal) => extractTally(task, isTotal && intervals), areIdsUnique);
      return { add, result: () => ({ kind: 'extract', fieldNames: task.fields, ...result() }) };
    }
    case 'free': {
      const { add, result } = sumUp(
        (isTotal) => freeTally(task, isTotal && intervals ? THOROUGH : undefined),
        areIdsUnique,
      );
      return { add, result: () => ({ kind: 'free', ...result() }) };
    }
  }
}

interface Tally<T> {
  readonly add: (row: ScoredRow) => void;
  readonly result: (split: string | null) => T;
}

function sumUp<T>(
  start: (isTotal: boolean) => Tally<T>,
  areIdsUnique: boolean,
): { readonly add: (row: ScoredRow) => void; readonly result: () => Splits<T> } {
  const overall = start(true);
  const bySplit = new Map<string, Tally<T>>();
  const repeated = sampleTally<'id'>();
  const seen = areIdsUnique ? undefined : firstSeen();
  let rows = 0;
  return {
    add: (row) => {
      overall.add(row);
      const known = bySplit.get(row.split);
      const tally = known ?? (bySplit.size < MOST_SPLITS ? start(false) : undefined);
      if (known === undefined && tally !== undefined) bySplit.set(row.split, tally);
      tally?.add(row);
      if (seen?.note(`${row.split}\n${row.id}`, rows++) !== undefined) repeated.add('id', row.id);
    },
    result: () => ({
      overall: overall.result(null),
      splits: [...bySplit].map(([split, tally]) => tally.result(split)),
      repeatedIds: repeated.get('id'),
    }),
  };
}
