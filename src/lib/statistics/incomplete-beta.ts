import { logGamma } from './log-gamma.ts';

/** The fraction needs about √max(a, b) terms; the cap only guards against a loop without end. */
const MOST_TERMS = 10_000;
const TINY = 1e-300;

/** Regularised incomplete beta function I_x(a, b) = P(X ≤ x) for X ~ Beta(a, b), with a, b > 0. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const logFront = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  // The continued fraction converges fast left of the mean; the right half is its mirror image.
  return x < (a + 1) / (a + b + 2)
    ? (Math.exp(logFront) * fraction(x, a, b)) / a
    : 1 - (Math.exp(logFront) * fraction(1 - x, b, a)) / b;
}

/** Continued fraction DLMF 8.17.22, evaluated from the front (modified Lentz). */
function fraction(x: number, a: number, b: number): number {
  let numerator = 1;
  let denominator = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let value = denominator;
  for (let m = 1; m < MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    const before = value;
    for (const coefficient of [even, odd]) {
      denominator = 1 / nonZero(1 + coefficient * denominator);
      numerator = nonZero(1 + coefficient / numerator);
      value *= denominator * numerator;
    }
    if (Math.abs(value - before) <= Math.abs(value) * 1e-16) break;
  }
  return value;
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
