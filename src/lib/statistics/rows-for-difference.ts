import { normalQuantile } from './normal-quantile.ts';

/** Errors that a comparison may make: calling a difference that is none, and missing one that is there. */
export interface ErrorRates {
  /** Two-sided level, 0.05 when absent. */
  readonly alpha?: number;
  /** Chance to find the difference, 0.8 when absent. */
  readonly power?: number;
}

/**
 * How many paired rows are needed to find `difference` when a share `discordant` of them is answered rightly by exactly one of the runs
 * (Connor 1987). Infinity for no difference.
 */
export function rowsForDifference(
  { discordant, difference }: { readonly discordant: number; readonly difference: number },
  { alpha = 0.05, power = 0.8 }: ErrorRates = {},
): number {
  if (difference === 0) return Number.POSITIVE_INFINITY;
  const underNull = normalQuantile(1 - alpha / 2) * Math.sqrt(discordant);
  const underEffect = normalQuantile(power) * Math.sqrt(Math.max(0, discordant - difference ** 2));
  return Math.ceil(((underNull + underEffect) / difference) ** 2);
}
