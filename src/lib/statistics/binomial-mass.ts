import { logGamma } from './log-gamma.ts';

/** P(X = k) for X ~ Binomial(n, p); 0 outside 0…n. `k` and `n` are whole numbers, `p` lies in [0, 1]. */
export function binomialMass(k: number, n: number, p: number): number {
  if (k < 0 || k > n) return 0;
  if (p <= 0) return k === 0 ? 1 : 0;
  if (p >= 1) return k === n ? 1 : 0;
  const logChoose = logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  return Math.exp(logChoose + k * Math.log(p) + (n - k) * Math.log1p(-p));
}
