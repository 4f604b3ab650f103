import type { PromptComparison, PromptDifferenceKind, PromptPair } from '../evidence/prompt-comparison.ts';
import { differingPairs } from '../evidence/views/differing-pairs.ts';
import { countOf } from '../lib/count-of.ts';
import { isMany } from '../lib/is-many.ts';
import type { Datum, Outcome } from './define-check.ts';

export interface PairQuestion {
  readonly kind: PromptDifferenceKind;
  /** What requests without this difference do, as in `have the system prompt of the training rows`. */
  readonly saw: string;
  /** What the finding shows of the pair that shows the difference best. */
  readonly show: (example: PromptPair) => Readonly<Record<string, Datum>>;
}

/** The outcome of a check on one way in which requests can differ from training rows: it fails when at least one in twenty does. */
export function judgePairs(comparison: PromptComparison, { kind, saw, show }: PairQuestion): Outcome<'differs'> {
  const { count, compared, example, places } = differingPairs(comparison, kind);
  if (compared === 0) return { kind: 'unknown', because: 'no request could be matched with a training row' };
  if (example === undefined || !isMany(count, compared)) {
    return { kind: 'pass', saw: `${countOf(compared - count, compared, 'requests')} ${saw}` };
  }
  const data = { requests: countOf(count, compared, 'requests'), ...show(example) };
  return { kind: 'fail', findings: [{ message: 'differs', data, places }] };
}
