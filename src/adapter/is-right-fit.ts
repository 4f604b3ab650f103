import type { FactorFit } from './factor-fit.ts';
import { isCleanFit } from './is-clean-fit.ts';

/** A factor that is off by less is the right one (as in judge-tensor). */
const RIGHT = 0.01;

/** Leaves nothing open: no second opinion is needed. */
export function isRightFit(fit: FactorFit): boolean {
  return isCleanFit(fit) && Math.abs(fit.factorOff) <= RIGHT;
}
