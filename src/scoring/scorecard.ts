import { type ClassMetrics, type ClassPair, classMetrics } from './class-metrics.ts';
import type { NoClassReason } from './extract-class.ts';
import { type FieldTable, fieldTable } from './field-table.ts';
import type { Rung } from './parse-ladder.ts';
import { type Proportion, proportion } from './proportion.ts';
import type { Recorded } from './recorded-verdict.ts';
import type { ScoredRow } from './score-row.ts';
import type { ClassifyTask, ExtractTask, Task } from './task.ts';

/** What every kind of task has, for all rows or for those of one split. */
export interface SplitScore {
  /** Null: all rows. */
  readonly split: string | null;
  readonly n: number;
  /** What the user's evaluator counted, over rows with gold and a recorded prediction. */
  readonly recorded: Proportion;
  /** Ours over all rows with gold: a failure is wrong. */
  readonly ours: Proportion;
  /** Ours over the rows that an answer could be read from. */
  readonly oursParseable: Proportion;
  /** What a strict production parser would get right, over all rows with gold. */
  readonly strict: Proportion;
  /** Output equal to the training target, over rows that have one. */
  readonly exactTarget: Proportion;
  readonly rungs: Readonly<Record<Rung, number>>;
  readonly recordedKinds: Readonly<Record<Recorded['kind'], number>>;
}

export interface ClassShare {
  readonly class: string;
  readonly gold: Proportion;
  /** Over the rows that a class could be read from. */
  readonly ours: Proportion;
  /** Over the rows for which the evaluator recorded a class, in whatever spelling. */
  readonly recorded: Proportion;
}

export interface ClassifySplit extends SplitScore, ClassMetrics {
  readonly failures: Readonly<Record<NoClassReason, number>>;
  readonly shares: readonly ClassShare[];
  /** Where our reading and the evaluator's record part, over all rows. */
  readonly disagreements: {
    /** We read a class, it recorded a failure. */
    readonly onlyOurs: number;
    /** It recorded a class, we find none in the output. */
    readonly onlyRecorded: number;
    readonly otherClass: number;
  };
}

export interface ExtractSplit extends SplitScore, FieldTable {
  /** Rows with at least one key that neither task, gold nor target knows. */
  readonly foreignKeys: Proportion;
}

export interface ClassifyScorecard {
  readonly kind: 'classify';
  readonly classes: readonly string[];
  readonly overall: ClassifySplit;
  readonly splits: readonly ClassifySplit[];
}

export interface ExtractScorecard {
  readonly kind: 'extract';
  readonly fieldNames: readonly string[];
  readonly overall: ExtractSplit;
  readonly splits: readonly ExtractSplit[];
}

export interface FreeScorecard {
  readonly kind: 'free';
  readonly overall: SplitScore;
  readonly splits: readonly SplitScore[];
}

export type Scorecard = ClassifyScorecard | ExtractScorecard | FreeScorecard;

/** Splits beyond these are only counted in the total: a file with hundreds has ids in the split column. */
const MOST_SPLITS = 50;

/** Sums scored rows up, in total and per split (in order of appearance). A plain object that survives JSON. */
export function scorecard(rows: readonly ScoredRow[], task: Task): Scorecard {
  const bySplit = groupBySplit(rows).slice(0, MOST_SPLITS);
  const score = <T>(one: (rows: readonly ScoredRow[], split: string | null) => T): { overall: T; splits: T[] } => ({
    overall: one(rows, null),
    splits: bySplit.map(([split, members]) => one(members, split)),
  });
  switch (task.kind) {
    case 'classify':
      return {
        kind: 'classify',
        classes: task.classes,
        ...score((some, split) => classifySplit(some, { split, task })),
      };
    case 'extract':
      return {
        kind: 'extract',
        fieldNames: task.fields,
        ...score((some, split) => extractSplit(some, { split, task })),
      };
    case 'free':
      return { kind: 'free', ...score((some, split) => splitScore(some, split)) };
  }
}

function groupBySplit(rows: readonly ScoredRow[]): [string, readonly ScoredRow[]][] {
  const groups = new Map<string, ScoredRow[]>();
  for (const row of rows) {
    const group = groups.get(row.split);
    if (group === undefined) groups.set(row.split, [row]);
    else group.push(row);
  }
  return [...groups];
}

function splitScore(rows: readonly ScoredRow[], split: string | null): SplitScore {
  return {
    ...{ split, n: rows.length },
    recorded: shareOf(rows, (row) => row.correctRecorded),
    ours: shareOf(rows, (row) => row.correctOurs),
    oursParseable: shareOf(rows, (row) => (isParseable(row) ? row.correctOurs : null)),
    strict: shareOf(rows, (row) => row.correctStrict),
    exactTarget: shareOf(rows, (row) => row.exactTarget),
    rungs: tally(
      { strict: 0, fenced: 0, 'run-on': 0, preamble: 0, embedded: 0, truncated: 0, none: 0, empty: 0 },
      rows.map(({ rung }) => rung),
    ),
    recordedKinds: tally(
      { class: 0, failure: 0, variant: 0, value: 0, missing: 0 },
      rows.map(({ recorded }) => recorded.kind),
    ),
  };
}

function isParseable(row: ScoredRow): boolean {
  if (row.extraction !== null) return row.extraction.state === 'class';
  const unread = row.fields.length > 0 && row.fields.every(({ outcome }) => outcome === 'unparsed');
  return row.rung !== 'empty' && !unread;
}

function classifySplit(
  rows: readonly ScoredRow[],
  { split, task }: { split: string | null; task: ClassifyTask },
): ClassifySplit {
  return {
    ...splitScore(rows, split),
    failures: tally(
      { empty: 0, truncated: 0, unparseable: 0, 'class-not-in-set': 0, 'path-missing': 0, 'several-classes': 0 },
      rows.flatMap(({ extraction }) => (extraction?.state === 'no-class' ? [extraction.because] : [])),
    ),
    shares: classShares(rows, task.classes),
    disagreements: disagreementsOf(rows),
    ...classMetrics(rows.flatMap(pairOf), task.classes),
  };
}

function pairOf({ goldClass, extraction }: ScoredRow): ClassPair[] {
  if (goldClass === null || extraction === null) return [];
  if (extraction.state === 'class') return [{ gold: goldClass, predicted: extraction.class, failure: null }];
  const read = extraction.because === 'class-not-in-set' || extraction.because === 'several-classes';
  return [{ gold: goldClass, predicted: null, failure: read ? 'not a class' : 'parse failure' }];
}

function classShares(rows: readonly ScoredRow[], classes: readonly string[]): ClassShare[] {
  const sources = [rows.map((row) => row.goldClass), rows.map((row) => row.ourClass), rows.map(recordedClassOf)];
  const [gold, ours, recorded] = sources.map((names) => {
    const counts = new Map<string, number>();
    for (const name of names) if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
    const total = names.filter((name) => name !== null).length;
    return (name: string): Proportion => proportion(counts.get(name) ?? 0, total);
  });
  const none = proportion(0, 0);
  return classes.map((name) => ({
    class: name,
    gold: gold?.(name) ?? none,
    ours: ours?.(name) ?? none,
    recorded: recorded?.(name) ?? none,
  }));
}

function recordedClassOf({ recorded }: ScoredRow): string | null {
  return recorded.kind === 'class' || recorded.kind === 'variant' ? recorded.class : null;
}

function disagreementsOf(rows: readonly ScoredRow[]): ClassifySplit['disagreements'] {
  let onlyOurs = 0;
  let onlyRecorded = 0;
  let otherClass = 0;
  for (const row of rows) {
    const theirs = recordedClassOf(row);
    if (row.ourClass !== null && row.recorded.kind === 'failure') onlyOurs++;
    else if (row.ourClass === null && theirs !== null) onlyRecorded++;
    else if (row.ourClass !== null && theirs !== null && theirs !== row.ourClass) otherClass++;
  }
  return { onlyOurs, onlyRecorded, otherClass };
}

function extractSplit(
  rows: readonly ScoredRow[],
  { split, task }: { split: string | null; task: ExtractTask },
): ExtractSplit {
  const judged = rows.filter(({ correctOurs }) => correctOurs !== null);
  return {
    ...splitScore(rows, split),
    ...fieldTable(judged, task.fields),
    foreignKeys: proportion(rows.filter((row) => row.foreignKeys.length > 0).length, rows.length),
  };
}

function shareOf(rows: readonly ScoredRow[], verdict: (row: ScoredRow) => boolean | null): Proportion {
  const verdicts = rows.map(verdict).filter((right) => right !== null);
  return proportion(verdicts.filter(Boolean).length, verdicts.length);
}

function tally<K extends string>(zero: Record<K, number>, keys: readonly K[]): Record<K, number> {
  for (const key of keys) zero[key]++;
  return zero;
}
