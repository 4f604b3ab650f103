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
/** Ids kept to notice repetitions; rows beyond are not compared. */
const MOST_IDS = 1_000_000;

/**
 * Sums scored rows up, in total and per split (in order of appearance). Takes them one by one and keeps none, so memory does not grow with
 * their number (but for their ids). A plain object that survives JSON.
 */
export function scorecard(rows: Iterable<ScoredRow>, task: Task): Scorecard {
  switch (task.kind) {
    case 'classify':
      return { kind: 'classify', classes: task.classes, ...sumUp(rows, () => classifyTally(task)) };
    case 'extract':
      return { kind: 'extract', fieldNames: task.fields, ...sumUp(rows, () => extractTally(task)) };
    case 'free':
      return { kind: 'free', ...sumUp(rows, () => freeTally(task)) };
  }
}

interface Tally<T> {
  readonly add: (row: ScoredRow) => void;
  readonly result: (split: string | null) => T;
}

function sumUp<T>(rows: Iterable<ScoredRow>, start: () => Tally<T>): Splits<T> {
  const overall = start();
  const bySplit = new Map<string, Tally<T>>();
  const repeated = sampleTally<'id'>();
  const seen = new Set<string>();
  for (const row of rows) {
    overall.add(row);
    const known = bySplit.get(row.split);
    const tally = known ?? (bySplit.size < MOST_SPLITS ? start() : undefined);
    if (known === undefined && tally !== undefined) bySplit.set(row.split, tally);
    tally?.add(row);
    const key = `${row.split}\n${row.id}`;
    if (seen.has(key)) repeated.add('id', row.id);
    else if (seen.size < MOST_IDS) seen.add(key);
  }
  return {
    overall: overall.result(null),
    splits: [...bySplit].map(([split, tally]) => tally.result(split)),
    repeatedIds: repeated.get('id'),
  };
}
