import { type Proportion, proportion } from '../proportion.ts';
import type { ScoredRow } from '../scored-row.ts';
import { type Samples, sampleTally } from './sample-tally.ts';

/** What accuracy would be if every answer without a class were given this one. */
export interface ClassFallback {
  readonly class: string;
  readonly accuracy: Proportion;
  /** Answers without a class that this would make right: those whose gold it is. */
  readonly gained: Samples;
  /** Answers without a class for which the user's evaluator recorded this one. */
  readonly recorded: Samples;
}

/**
 * The accuracies between which an evaluator can choose by what it does with answers that give no class. Only the first is honest; a
 * recorded accuracy that equals one of the others tells which choice was made.
 */
export interface Fallbacks {
  /** Rows with gold whose answer gives no class. */
  readonly failures: Samples;
  readonly allWrong: Proportion;
  readonly allRight: Proportion;
  /** Per class, in the order of the task; at most 100. */
  readonly classes: readonly ClassFallback[];
}

export interface FallbackTally {
  readonly add: (row: ScoredRow) => void;
  readonly result: () => Fallbacks;
}

const MOST_CLASSES = 100;
const FAILED = 'failed';

/** Collects what failures would be worth under every fallback. */
export function fallbackTally(classes: readonly string[]): FallbackTally {
  const failures = sampleTally<typeof FAILED>();
  const failedGold = sampleTally();
  const recordedAs = sampleTally();
  let judged = 0;
  let correct = 0;
  return {
    add: ({ id, goldClass, ourClass, correctOurs, recorded }) => {
      if (goldClass === null) return;
      judged++;
      if (correctOurs === true) correct++;
      if (ourClass !== null) return;
      failures.add(FAILED, id);
      failedGold.add(goldClass, id);
      if (recorded.kind === 'class' || recorded.kind === 'variant') recordedAs.add(recorded.class, id);
    },
    result: () => {
      const failed = failures.get(FAILED);
      return {
        failures: failed,
        allWrong: proportion(correct, judged),
        allRight: proportion(correct + failed.count, judged),
        classes: classes.slice(0, MOST_CLASSES).map((name) => {
          const gained = failedGold.get(name);
          const accuracy = proportion(correct + gained.count, judged);
          return { class: name, accuracy, gained, recorded: recordedAs.get(name) };
        }),
      };
    },
  };
}
