import { binomialMass } from './binomial-mass.ts';

export type Alternative = 'two-sided' | 'greater' | 'less';

/** scipy and R count outcomes as "at least as extreme" within this relative slack, so that rounding cannot drop a tie. */
const TIE_SLACK = 1 + 1e-7;

/**
 * p-value of the exact binomial test of `successes` out of `n` against the chance `p`. Two-sided sums every outcome that is no more
 * likely than the observed one (the rule of scipy.stats.binomtest and R). 1 when `n` is 0: nothing was seen.
 */
export function binomialTest(
  { successes, n, p = 0.5 }: { successes: number; n: number; p?: number },
  alternative: Alternative = 'two-sided',
): number {
  const limit = binomialMass(successes, n, p) * TIE_SLACK;
  let total = 0;
  for (let k = 0; k <= n; k++) {
    const mass = binomialMass(k, n, p);
    const counted =
      alternative === 'two-sided' ? mass <= limit : alternative === 'greater' ? k >= successes : k <= successes;
    if (counted) total += mass;
  }
  return Math.min(1, total);
}
