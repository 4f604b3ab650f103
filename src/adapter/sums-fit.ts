import type { FactorFit } from './factor-fit.ts';
import { isWithinRounding } from './is-within-rounding.ts';
import type { MergeSums } from './merge-sums.ts';

/**
 * How well "merged = base + update, rounded" explains all values of the sums: as factorFit with the factor 1, without looking at the
 * values again.
 */
export function sumsFit(sums: MergeSums): FactorFit {
  const count = Math.max(1, sums.count);
  const rounding = sums.rounding + sums.arithmetic;
  const update = sums.update === 0 ? 1 : sums.update;
  return {
    factor: 1,
    misfit: Math.sqrt(sums.misfit / count),
    rounding: Math.sqrt(rounding / count),
    explained: isWithinRounding(sums.misfit, rounding),
    factorOff: sums.misfitAlong / update,
    // As observed, which is nothing where the merge computed as predicted; but few differences tell little: at least half of a rounding's.
    factorError: Math.sqrt(Math.max(sums.misfitAlongSquared, sums.roundingOfUpdate / 4)) / update,
    factorChance: Math.sqrt(sums.misfit / count / update),
  };
}
