import { logGamma } from './log-gamma.ts';

/** Both expansions converge in tens of steps near a ≈ x; the cap only guards against a loop without end. */
const MOST_TERMS = 5000;
const TINY = 1e-300;

/** P(X ≥ x) for a chi-square variable with `degrees` degrees of freedom. */
export function chiSquareTail(x: number, degrees: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x <= 0 || degrees <= 0) return 1;
  const a = degrees / 2;
  const half = x / 2;
  const scale = Math.exp(a * Math.log(half) - half - logGamma(a));
  // The power series converges fast below the mean, the continued fraction above it (Numerical Recipes 6.2).
  return half < a + 1 ? 1 - scale * lowerSeries(a, half) : scale * upperFraction(a, half);
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < MOST_TERMS; n++) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return sum;
}

/** Modified Lentz evaluation of the continued fraction of the upper incomplete gamma function. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < MOST_TERMS; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / nonZero(numerator * d + b);
    c = nonZero(b + numerator / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return value;
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
