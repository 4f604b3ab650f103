import { sampleTally } from '../tallies/sample-tally.ts';
import { FAILURE_CODES, type FailureCode } from './failure-code.ts';
import type { FailureContext } from './failure-context.ts';
import type { FailureSample } from './failure-sample.ts';
import { goldAlarms } from './gold-alarms.ts';
import { goldTextOf } from './gold-text-of.ts';

/** How often a detector fires on right answers that it does not know to be right. */
export interface Reliability {
  readonly code: FailureCode;
  readonly firedOnGold: number;
  /** The first rows on whose right answer it fired. */
  readonly ids: readonly string[];
  readonly goldCount: number;
  /** It never fired there. */
  readonly reliable: boolean;
}

/** A rate below half a per cent shows in this many; classifying every right answer twice would double the time. */
export const MOST_GOLD = 10_000;

export interface ReliabilityTally {
  readonly add: (sample: FailureSample) => void;
  readonly result: () => ReadonlyMap<FailureCode, Reliability>;
}

/**
 * Tries every detector on right answers, hidden from it: those of every so many rows. One that fires there cannot be trusted on this data:
 * the task itself asks for fences, refusals or repetition.
 */
export function reliabilityTally(context: FailureContext, every: number): ReliabilityTally {
  const fired = sampleTally<FailureCode>();
  let rows = 0;
  let goldCount = 0;
  return {
    add: (sample) => {
      if (rows++ % every !== 0 || goldTextOf(sample, context.task) === null) return;
      goldCount++;
      for (const code of goldAlarms(sample, context)) fired.add(code, sample.id);
    },
    result: () =>
      new Map(
        FAILURE_CODES.map((code) => {
          const { count: firedOnGold, ids } = fired.get(code);
          return [code, { code, firedOnGold, ids, goldCount, reliable: firedOnGold === 0 }];
        }),
      ),
  };
}
