import { betaQuantile } from './beta-quantile.ts';
import type { Interval } from './wilson-interval.ts';

/**
 * Equal-tailed Jeffreys interval of a proportion (Beta prior with ½ and ½), as statsmodels gives it: at 0 and at `n` successes the end
 * points are near 0 and 1 but not there. Null when `n` is 0.
 */
export function jeffreysInterval(successes: number, n: number, level = 0.95): Interval | null {
  if (n <= 0) return null;
  const tail = (1 - level) / 2;
  const [a, b] = [successes + 0.5, n - successes + 0.5];
  return { low: betaQuantile(tail, a, b), high: betaQuantile(1 - tail, a, b) };
}
