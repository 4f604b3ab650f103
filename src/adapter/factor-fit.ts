import type { KeptRows } from './kept-rows.ts';
import { roundToStorage } from './storage-type.ts';

/** How well "merged = base + factor × update, rounded" explains rows. */
export interface FactorFit {
  readonly factor: number;
  /** Root mean square of what is left over. */
  readonly misfit: number;
  /** Root mean square that rounding explains: one rounding of the values, and the arithmetic of the update itself. */
  readonly rounding: number;
  /** What is left over is no more than rounding can be. */
  readonly explained: boolean;
  /** What is left over, as a multiple of the update: by how much the factor is off; and the standard error that rounding leaves it. */
  readonly factorOff: number;
  readonly factorError: number;
  /** How far off the factor would seem by chance, if what is left over had nothing to do with the update. */
  readonly factorChance: number;
}

/**
 * One rounding leaves 1; rounding base, update and sum one after the other, as a merge in the storage type does, up to 2. Eight-bit
 * quantisation of the base leaves about 5 (spec serving-contract.md B4), so 3 parts them.
 */
const MAX_ROUNDINGS = 3;
/**
 * Relative error of the update itself. Merges in bfloat16 round it to 8 bits (2^-9 / √3 on average), others compute it in TF32 (11
 * bits) or in another order.
 */
const BFLOAT16_NOISE = 1.2e-3;
const UPDATE_NOISE = 4e-4;
/** The weight itself is at best known to float32. */
const FLOAT_NOISE = 2 ** -23;

export function factorFit({ base, merged, update, storage }: KeptRows, factor: number): FactorFit {
  const expected = new Float32Array(base.length);
  for (let at = 0; at < expected.length; at++) expected[at] = (base[at] ?? 0) + factor * (update[at] ?? 0);
  roundToStorage(expected, storage);
  const spacingOfOne = 2 ** (1 - storage.precision);
  const relative = factor * (storage.precision <= 8 ? BFLOAT16_NOISE : UPDATE_NOISE);
  // `along` projects what is left over on the update; the spacing of floats is as in merge-sums.
  let count = 0;
  let misfit = 0;
  let rounding = 0;
  let squares = 0;
  let along = 0;
  let alongVariance = 0;
  for (let at = 0; at < expected.length; at++) {
    const e = expected[at] ?? 0;
    const off = (merged[at] ?? 0) - e;
    if (off - off !== 0) continue;
    const spacing = Math.max(storage.smallest, Math.abs(e) * spacingOfOne);
    const delta = update[at] ?? 0;
    const noise = relative * delta;
    const float = FLOAT_NOISE * (base[at] ?? 0);
    const variance = spacing * spacing * 0.047 + noise * noise + float * float;
    count++;
    misfit += off * off;
    rounding += variance;
    squares += delta * delta;
    along += off * delta;
    alongVariance += variance * delta * delta;
  }
  const mean = Math.max(1, count);
  const nonZero = squares === 0 ? 1 : squares;
  return {
    factor,
    misfit: Math.sqrt(misfit / mean),
    rounding: Math.sqrt(rounding / mean),
    explained: misfit <= rounding * MAX_ROUNDINGS ** 2,
    factorOff: along / nonZero,
    factorError: Math.sqrt(alongVariance) / nonZero,
    factorChance: Math.sqrt(misfit / mean / nonZero),
  };
}
