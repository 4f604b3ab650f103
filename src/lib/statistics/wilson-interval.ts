export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The 97.5 % point of the standard normal: a two-sided 95 % interval. */
const Z_95 = 1.959963984540054;

/**
 * Wilson score interval of a proportion, both ends in [0, 1]; null when `n` is 0. Chosen over the normal approximation because
 * evaluation sets of a few hundred rows with shares near 0 or 1 break the latter (Bowyer et al., arXiv 2503.01747).
 */
export function wilsonInterval(successes: number, n: number, z: number = Z_95): Interval | null {
  if (n <= 0) return null;
  const share = successes / n;
  const spread = (z * z) / n;
  const centre = (share + spread / 2) / (1 + spread);
  const half = (z / (1 + spread)) * Math.sqrt((share * (1 - share)) / n + spread / (4 * n));
  return {
    low: successes <= 0 ? 0 : Math.max(0, centre - half),
    high: successes >= n ? 1 : Math.min(1, centre + half),
  };
}
