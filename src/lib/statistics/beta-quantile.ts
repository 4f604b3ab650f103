import { incompleteBeta } from './incomplete-beta.ts';

/** Halvings of [0, 1]: past these the ends are neighbouring doubles. */
const HALVINGS = 1100;

/** The x for which P(X ≤ x) = `probability` for X ~ Beta(a, b). Bisection: slow but certain, and reports ask for few of them. */
export function betaQuantile(probability: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (incompleteBeta(middle, a, b) < probability) low = middle;
    else high = middle;
    if (high - low < 1e-16 * high) break;
  }
  return (low + high) / 2;
}
