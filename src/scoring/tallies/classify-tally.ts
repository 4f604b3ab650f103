import { type FoundClass, NO_CLASS_REASONS, type NoClassReason } from '../extract-class.ts';
import { type Proportion, proportion } from '../proportion.ts';
import type { ScoredRow } from '../scored-row.ts';
import { type Skew, skewOf } from '../skew.ts';
import type { ClassifyTask } from '../task.ts';
import { type ClassTable, classTally } from './class-tally.ts';
import { type Fallbacks, fallbackTally } from './fallback-tally.ts';
import { recordOf } from './record-of.ts';
import { type Samples, sampleTally } from './sample-tally.ts';
import { type SplitScore, splitTally } from './split-tally.ts';

export interface ClassShare {
  readonly class: string;
  readonly gold: Proportion;
  /** Over the rows that a class could be read from. */
  readonly ours: Proportion;
  /** Over the rows for which the evaluator recorded a class, in whatever spelling. */
  readonly recorded: Proportion;
}

export interface ClassifySplit extends SplitScore, ClassTable {
  readonly failures: Readonly<Record<NoClassReason, number>>;
  readonly idsByFailure: Readonly<Record<NoClassReason, readonly string[]>>;
  /** How the classes that could be read are written: other casing and synonyms are understood, and no success of the contract. */
  readonly spellings: { readonly [how in FoundClass['how']]?: Samples };
  readonly shares: readonly ClassShare[];
  /** Null when no answer is in another class than its gold, or beyond 100 classes. */
  readonly skew: Skew | null;
  readonly fallbacks: Fallbacks;
  /** Where our reading and the evaluator's record part, over all rows. */
  readonly disagreements: {
    /** We read a class, it recorded a failure. */
    readonly onlyOurs: number;
    /** It recorded a class, we find none in the output. */
    readonly onlyRecorded: number;
    readonly otherClass: number;
  };
  readonly idsByDisagreement: { readonly [kind in Disagreement]?: readonly string[] };
}

export type Disagreement = 'onlyOurs' | 'onlyRecorded' | 'otherClass';

export interface ClassifyTally {
  readonly add: (row: ScoredRow) => void;
  readonly result: (split: string | null) => ClassifySplit;
}

/** Sums up the rows of a classification. */
export function classifyTally(task: ClassifyTask): ClassifyTally {
  const base = splitTally(task);
  const metrics = classTally(task.classes);
  const fallbacks = fallbackTally(task.classes);
  const failures = sampleTally<NoClassReason>();
  const spellings = sampleTally<FoundClass['how']>();
  const disagreements = sampleTally<Disagreement>();
  const names = { gold: sampleTally(), ours: sampleTally(), recorded: sampleTally() };
  return {
    add: (row) => {
      base.add(row);
      metrics.add(row);
      fallbacks.add(row);
      const { id, extraction } = row;
      if (extraction?.state === 'class') spellings.add(extraction.how, id);
      if (extraction?.state === 'no-class') failures.add(extraction.because, id);
      const recorded = recordedClassOf(row);
      if (row.goldClass !== null) names.gold.add(row.goldClass, id);
      if (row.ourClass !== null) names.ours.add(row.ourClass, id);
      if (recorded !== null) names.recorded.add(recorded, id);
      const disagreement = disagreementOf(row, recorded);
      if (disagreement !== null) disagreements.add(disagreement, id);
    },
    result: (split) => {
      const scores = metrics.result();
      return {
        ...{ ...base.result(split), ...scores },
        failures: recordOf(NO_CLASS_REASONS, (reason) => failures.get(reason).count),
        idsByFailure: recordOf(NO_CLASS_REASONS, (reason) => failures.get(reason).ids),
        spellings: Object.fromEntries(spellings.entries()),
        shares: sharesOf(task.classes, names),
        skew: scores.confusion === null ? null : skewOf(task.classes, scores.confusion.counts),
        fallbacks: fallbacks.result(),
        disagreements: recordOf(['onlyOurs', 'onlyRecorded', 'otherClass'], (kind) => disagreements.get(kind).count),
        idsByDisagreement: Object.fromEntries(disagreements.entries().map(([kind, { ids }]) => [kind, ids])),
      };
    },
  };
}

type Names = Readonly<Record<'gold' | 'ours' | 'recorded', ReturnType<typeof sampleTally>>>;

function sharesOf(classes: readonly string[], names: Names): ClassShare[] {
  const shareIn = (tally: ReturnType<typeof sampleTally>): ((name: string) => Proportion) => {
    const total = tally.entries().reduce((sum, [, { count }]) => sum + count, 0);
    return (name) => {
      const { count, ids } = tally.get(name);
      return { ...proportion(count, total), ids };
    };
  };
  const [gold, ours, recorded] = [shareIn(names.gold), shareIn(names.ours), shareIn(names.recorded)];
  return classes.map((name) => ({ class: name, gold: gold(name), ours: ours(name), recorded: recorded(name) }));
}

function recordedClassOf({ recorded }: ScoredRow): string | null {
  return recorded.kind === 'class' || recorded.kind === 'variant' ? recorded.class : null;
}

function disagreementOf(row: ScoredRow, recorded: string | null): Disagreement | null {
  if (row.ourClass === null) return recorded === null ? null : 'onlyRecorded';
  if (row.recorded.kind === 'failure') return 'onlyOurs';
  return recorded !== null && recorded !== row.ourClass ? 'otherClass' : null;
}
