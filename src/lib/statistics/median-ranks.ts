import { binomialMass } from './binomial-mass.ts';

/** Beyond this the normal distribution gives the same ranks but for one or two of hundreds. */
const MOST_EXACT = 2_000;
/** The 97.5 % point of the standard normal. */
const Z_95 = 1.959963984540054;

/**
 * The ranks (from 0) of the two of `n` sorted values between which the median of what they were drawn from lies with at least 95 %
 * confidence, whatever its distribution: how many values fall below the median is binomial with one half (Conover 1999, 3.2). Null below
 * six values, all of which lie on one side by a chance of more than 2.5 %.
 */
export function medianRanks(n: number): readonly [low: number, high: number] | null {
  const below = n <= MOST_EXACT ? exactRank(n) : Math.floor(n / 2 - (Z_95 * Math.sqrt(n)) / 2) - 1;
  return below < 0 ? null : [below, n - 1 - below];
}

/** The largest r for which at most r values below the median have a probability of at most 2.5 %; -1 where there is none. */
function exactRank(n: number): number {
  let rank = -1;
  for (let tail = binomialMass(0, n, 0.5); tail <= 0.025 && rank < n; tail += binomialMass(rank + 1, n, 0.5)) rank++;
  return rank;
}
