import { FAILURE_CODES, type FailureCode } from './failure-code.ts';
import type { FailureContext } from './failure-context.ts';
import type { FailureSample } from './failure-sample.ts';
import { goldAlarms } from './gold-alarms.ts';
import { goldTextOf } from './gold-text-of.ts';

/** How often a detector fires on right answers that it does not know to be right. */
export interface Reliability {
  readonly code: FailureCode;
  readonly firedOnGold: number;
  readonly goldCount: number;
  /** It never fired there. */
  readonly reliable: boolean;
}

/** A rate below half a per cent shows in this many; classifying every right answer twice would double the time. */
const MOST_GOLD = 10_000;

/**
 * Tries every detector on the right answers, hidden from it. One that fires there cannot be trusted on this data: the task itself asks for
 * fences, refusals or repetition. Spread over at most 10,000 rows.
 */
export function failureReliability(
  samples: readonly FailureSample[],
  context: FailureContext,
): ReadonlyMap<FailureCode, Reliability> {
  const step = Math.max(1, Math.ceil(samples.length / MOST_GOLD));
  const fired = new Map<FailureCode, number>();
  let goldCount = 0;
  for (let at = 0; at < samples.length; at += step) {
    const sample = samples[at];
    if (sample === undefined || goldTextOf(sample, context.task) === null) continue;
    goldCount++;
    for (const code of goldAlarms(sample, context)) fired.set(code, (fired.get(code) ?? 0) + 1);
  }
  return new Map(
    FAILURE_CODES.map((code) => {
      const firedOnGold = fired.get(code) ?? 0;
      return [code, { code, firedOnGold, goldCount, reliable: firedOnGold === 0 }];
    }),
  );
}
