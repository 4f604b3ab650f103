import { isInert } from './is-inert.ts';
import { isPossible } from './is-possible.ts';
import { isRightFit } from './is-right-fit.ts';
import { joinedSums } from './merge-sums.ts';
import type { MergeTally } from './merge-tally.ts';
import type { Explanation, MergeUnit } from './merge-unit.ts';
import { sumsFit } from './sums-fit.ts';

/**
 * What the sums over a tensor explain by themselves: nothing happened and nothing should, base + update in one part of it and
 * not in another, or base + update and nothing else possible. Undefined where single values have to be looked at.
 */
export function explainSums(tally: MergeTally, { candidates, terms }: MergeUnit): Explanation | undefined {
  const { apart, telling } = tally;
  const sums = joinedSums(tally.sums, tally.ofApart);
  if (isInert(sums)) return sums.difference === 0 ? { fits: [] } : undefined;
  if (apart > 0 && apart < telling && isRightFit(sumsFit(tally.sums)))
    return { fits: [], partly: { apart, telling, kappa: tally.ofApart.projection / tally.ofApart.update } };
  // A mistake in DoRA is no multiple of the update, so that κ rules none of them out.
  if (terms.some((term) => term.kind === 'low-rank' && term.magnitude)) return undefined;
  const possible = candidates.filter((candidate) => isPossible(candidate, sums));
  const fit = sumsFit(sums);
  if (possible.some(({ factor }) => factor !== 1) || !isRightFit(fit)) return undefined;
  return { fits: possible.map((candidate) => ({ candidate, fit })) };
}
