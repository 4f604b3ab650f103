import { candidateFits } from './candidate-fits.ts';
import { factorFit } from './factor-fit.ts';
import { gridUnderUpdate } from './grid-under-update.ts';
import { isCleanFit } from './is-clean-fit.ts';
import { isInert } from './is-inert.ts';
import { isRightFit } from './is-right-fit.ts';
import type { KeptRows } from './kept-rows.ts';
import type { MergeSums } from './merge-sums.ts';
import type { Explanation } from './merge-unit.ts';
import type { ScaleCandidate } from './scale-candidates.ts';

/** Tries every candidate on whole rows of a tensor; what none explains may be a quantiser's grid. */
export function explainRows(rows: KeptRows, candidates: readonly ScaleCandidate[], sums: MergeSums): Explanation {
  const inert = isInert(sums);
  const fits = inert ? [] : candidateFits(rows, candidates, sums);
  // One clean fit with its factor right needs no second opinion.
  if (fits.some(({ fit }) => isRightFit(fit))) return { fits };
  const measured = factorFit(rows, inert ? 0 : sums.projection / sums.update);
  const clean = isCleanFit(measured) || fits.some(({ fit }) => isCleanFit(fit));
  const explained = measured.explained || fits.some(({ fit }) => fit.explained);
  const grid = clean ? undefined : gridUnderUpdate(rows, inert ? 0 : measured.factor, explained);
  return { fits, measured, ...(grid ? { grid } : {}) };
}
