import { normalTail } from './normal-tail.ts';

/** Each Halley step triples the correct digits, of which the start has three. */
const STEPS = 4;

/** The z for which P(Z ≤ z) = `probability`; ±Infinity at 0 and 1, NaN outside. */
export function normalQuantile(probability: number): number {
  if (!(probability >= 0 && probability <= 1)) return Number.NaN;
  if (probability === 0) return Number.NEGATIVE_INFINITY;
  if (probability === 1) return Number.POSITIVE_INFINITY;
  return probability < 0.5 ? -upperPoint(probability) : probability === 0.5 ? 0 : upperPoint(1 - probability);
}

/** The positive z with P(Z > z) = `tail`. */
function upperPoint(tail: number): number {
  let z = firstGuess(tail);
  for (let step = 0; step < STEPS; step++) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    if (density === 0) break;
    const newton = (normalTail(z) - tail) / density;
    z += newton / (1 - (newton * z) / 2);
  }
  return z;
}

/** Hastings' rational approximation (Abramowitz and Stegun 26.2.23), error below 4.5e-4. */
function firstGuess(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return t - above / below;
}
