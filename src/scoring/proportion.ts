import { wilsonInterval } from '../lib/statistics/wilson-interval.ts';

/** A share that never travels without its denominator. `share`, `low` and `high` are null when there is nothing to divide by. */
export interface Proportion {
  readonly count: number;
  readonly of: number;
  readonly share: number | null;
  /** 95 % Wilson interval. */
  readonly low: number | null;
  readonly high: number | null;
}

export function proportion(count: number, of: number): Proportion {
  const interval = wilsonInterval(count, of);
  return { count, of, share: of === 0 ? null : count / of, low: interval?.low ?? null, high: interval?.high ?? null };
}
