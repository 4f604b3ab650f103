import { doraMerge } from './dora-merge.ts';
import { type FactorFit, factorFit } from './factor-fit.ts';
import { isPossible } from './is-possible.ts';
import type { KeptRows } from './kept-rows.ts';
import type { MergeSums } from './merge-sums.ts';
import type { ScaleCandidate } from './scale-candidates.ts';
import { roundToStorage } from './storage-type.ts';

/** A way of merging with how well it explains the rows. */
export interface CandidateFit {
  readonly candidate: ScaleCandidate;
  readonly fit: FactorFit;
}

/**
 * Tries every candidate on the kept rows. A factor stands for W + factor · Δ; where the order of the steps shows, the same mistake is
 * tried as it really happens too: a second merge starts from rounded values, and DoRA scales after a wrong update was added.
 * Candidates whose factor is far from the measured one are left out: what they leave grows with the distance.
 */
export function candidateFits(
  rows: KeptRows,
  candidates: readonly ScaleCandidate[],
  sums: MergeSums,
): readonly CandidateFit[] {
  return candidates.flatMap((candidate) => {
    const possible = isPossible(candidate, sums);
    // Rounding after the first of two merges moves what is found by 2.3 roundings at most, which the bound has room for.
    const real = possible || rows.dora ? realUpdate(rows, candidate) : undefined;
    const fits = possible ? [factorFit(rows, candidate.factor)] : [];
    if (real) fits.push(factorFit({ ...rows, update: real }, 1));
    return fits.map((fit) => ({ candidate, fit }));
  });
}

/** What a mistake really adds to the base, where it is not a multiple of Δ. */
function realUpdate(rows: KeptRows, { verdict, factor }: ScaleCandidate): Float32Array | undefined {
  if (verdict === 'merged' || verdict === 'not-merged') return undefined;
  if (rows.dora) return doraUpdate(rows, verdict === 'merged-twice' ? 'twice' : factor);
  if (verdict !== 'merged-twice' || rows.storage.precision > 11 || !roundingShows(rows)) return undefined;
  const once = rows.base.map((value, at) => value + (rows.update[at] ?? 0));
  roundToStorage(once, rows.storage);
  return once.map((value, at) => value - (rows.base[at] ?? 0) + (rows.update[at] ?? 0));
}

/** Updates much larger than the spacing of values are the same added twice or doubled. */
function roundingShows({ base, update, storage }: KeptRows): boolean {
  let weights = 0;
  let updates = 0;
  for (let at = 0; at < base.length; at++) {
    weights += Math.abs(base[at] ?? 0);
    updates += Math.abs(update[at] ?? 0);
  }
  return updates < weights * 2 ** (4 - storage.precision);
}

function doraUpdate(rows: KeptRows, how: number | 'twice'): Float32Array | undefined {
  const { base, dora, columns } = rows;
  if (!dora) return undefined;
  const { plain, magnitude, byColumn } = dora;
  const once = doraMerge({ base, update: plain, factor: how === 'twice' ? 1 : how, magnitude, columns, byColumn });
  const result =
    how === 'twice' ? doraMerge({ base: once, update: plain, factor: 1, magnitude, columns, byColumn }) : once;
  return result.map((value, at) => value - (base[at] ?? 0));
}
