import { wilsonInterval } from '../lib/statistics/wilson-interval.ts';

/**
 * A figure that never travels without its denominator: a share, or a rate such as edits per character, which may exceed 1. `share`
 * is null when there is nothing to divide by.
 */
export interface Proportion {
  readonly count: number;
  readonly of: number;
  readonly share: number | null;
  /** 95 % Wilson interval; null for rates, whose numerator does not count rows. */
  readonly low: number | null;
  readonly high: number | null;
  /**
   * Rows that count, and rows of the denominator that do not (for a rate: not fully). The first of them; absent where nobody listed them.
   */
  readonly ids?: readonly string[];
  readonly otherIds?: readonly string[];
}

export function proportion(count: number, of: number): Proportion {
  const interval = wilsonInterval(count, of);
  return { count, of, share: of === 0 ? null : count / of, low: interval?.low ?? null, high: interval?.high ?? null };
}
