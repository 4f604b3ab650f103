import { logGamma } from './log-gamma.ts';

/** Same slack as scipy.stats.fisher_exact: tables equally likely up to rounding count as equally extreme. */
const TIE_SLACK = 1 + 1e-7;

/** Two by two counts: two groups (train and eval, say), each split into successes and failures. */
export interface TwoGroups {
  readonly first: { readonly successes: number; readonly n: number };
  readonly second: { readonly successes: number; readonly n: number };
}

/**
 * Two-sided p-value of Fisher's exact test that both groups have the same chance of success. Exact at any size, so it is safe for the
 * two dozen training rows that are usually scored. 1 when a group is empty.
 */
export function fisherExact({ first, second }: TwoGroups): number {
  if (first.n === 0 || second.n === 0) return 1;
  const successes = first.successes + second.successes;
  const logMass = (k: number): number =>
    logChoose(first.n, k) + logChoose(second.n, successes - k) - logChoose(first.n + second.n, successes);
  const limit = Math.exp(logMass(first.successes)) * TIE_SLACK;
  const lowest = Math.max(0, successes - second.n);
  const highest = Math.min(first.n, successes);
  let total = 0;
  for (let k = lowest; k <= highest; k++) {
    const mass = Math.exp(logMass(k));
    if (mass <= limit) total += mass;
  }
  return Math.min(1, total);
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
