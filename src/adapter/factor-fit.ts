import { isWithinRounding } from './is-within-rounding.ts';
import type { KeptRows } from './kept-rows.ts';
import { roundingNoise } from './rounding-noise.ts';
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
  /** What is left over, as a multiple of the update: by how much the factor is off; and its standard error. */
  readonly factorOff: number;
  readonly factorError: number;
  /** How far off the factor would seem by chance, if what is left over had nothing to do with the update. */
  readonly factorChance: number;
}

/** Compares rows with "base + factor × update", rounded as their storage type rounds. Places that hold no number are left out. */
export function factorFit({ base, merged, update, storage }: KeptRows, factor: number): FactorFit {
  const expected = new Float32Array(base.length);
  for (let at = 0; at < expected.length; at++) expected[at] = (base[at] ?? 0) + factor * (update[at] ?? 0);
  roundToStorage(expected, storage);
  const { perSpacing, spacingOfOne, smallest, ofUpdate, ofWeight } = roundingNoise(storage);
  const relative = factor * ofUpdate;
  // `along` projects what is left over on the update.
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
    const spacing = Math.max(smallest, Math.abs(e) * spacingOfOne);
    const delta = update[at] ?? 0;
    const noise = relative * delta;
    const float = ofWeight * (base[at] ?? 0);
    const variance = spacing * spacing * perSpacing + noise * noise + float * float;
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
    explained: isWithinRounding(misfit, rounding),
    factorOff: along / nonZero,
    factorError: Math.sqrt(alongVariance) / nonZero,
    factorChance: Math.sqrt(misfit / mean / nonZero),
  };
}
