import { normalQuantile } from './normal-quantile.ts';
import { type ErrorRates, rowsForDifference } from './rows-for-difference.ts';

/** Two runs on the same rows (`discordant`: share of rows that exactly one of them gets right), or on rows of their own. */
export type ComparisonDesign =
  | { readonly kind: 'paired'; readonly n: number; readonly discordant: number }
  | { readonly kind: 'unpaired'; readonly n: number; readonly share: number };

const HALVINGS = 60;

/**
 * The smallest difference of two accuracies that a comparison of this size finds with the wanted power (80 %) at the wanted level (5 %,
 * two-sided). Paired: Connor 1987. Null when nothing can be found: with this few discordant rows not even a one-sided split is enough.
 */
export function detectableDifference(design: ComparisonDesign, errors: ErrorRates = {}): number | null {
  if (design.n <= 0) return null;
  if (design.kind === 'unpaired') return unpaired(design, errors);
  const { n, discordant } = design;
  const needed = (difference: number): number => rowsForDifference({ discordant, difference }, errors);
  if (discordant <= 0 || needed(discordant) > n) return null;
  let [low, high] = [0, discordant];
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (needed(middle) > n) low = middle;
    else high = middle;
  }
  return high;
}

function unpaired(
  { n, share }: { n: number; share: number },
  { alpha = 0.05, power = 0.8 }: ErrorRates,
): number | null {
  const quantiles = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  const difference = quantiles * Math.sqrt((2 * share * (1 - share)) / n);
  return difference > 1 ? null : difference;
}
