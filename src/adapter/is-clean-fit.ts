import type { FactorFit } from './factor-fit.ts';

/** A fit that leaves more than this many squared roundings may hide a quantiser's grid. */
const CLEAN = 1.5;

/** Whether one rounding explains what is left over. */
export function isCleanFit({ misfit, rounding }: FactorFit): boolean {
  return misfit ** 2 <= rounding ** 2 * CLEAN;
}
