import { betaQuantile } from './beta-quantile.ts';
import type { Interval } from './wilson-interval.ts';

/**
 * Clopper–Pearson interval of a proportion: covers the truth with at least the chance `level`, always, and is wider than Wilson's for
 * it. For whoever must guarantee a bound ("at most 1.5 % fail"). Null when `n` is 0.
 */
export function clopperPearsonInterval(successes: number, n: number, level = 0.95): Interval | null {
  if (n <= 0) return null;
  const tail = (1 - level) / 2;
  return {
    low: successes <= 0 ? 0 : betaQuantile(tail, successes, n - successes + 1),
    high: successes >= n ? 1 : betaQuantile(1 - tail, successes + 1, n - successes),
  };
}
