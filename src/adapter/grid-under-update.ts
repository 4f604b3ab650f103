import { factorFit } from './factor-fit.ts';
import type { KeptRows } from './kept-rows.ts';
import { type QuantisedGrid, quantisedGrid } from './quantised-grid.ts';

/** Looks for a grid under the update: counted as often as it was measured, or for DoRA with its scaling taken back. */
export function gridUnderUpdate(rows: KeptRows, kappa: number, explained: boolean): QuantisedGrid | undefined {
  const factor = Math.round(kappa) || 1;
  const fit = factorFit(rows, factor);
  const under = rows.merged.map((value, at) => value - factor * (rows.update[at] ?? 0));
  // A deviation that a whole factor leaves along the update is no quantiser's, and what rounding explains needs no guess.
  const unknownSteps = !explained && Math.abs(fit.factorOff) <= MAX_FACTOR_OFF + 5 * fit.factorChance;
  const grid = quantisedGrid(rows, { under, rounding: fit.rounding ** 2, unknownSteps });
  if (grid || !rows.dora) return grid;
  return quantisedGrid(rows, { under: underDora(rows, rows.dora.plain), rounding: fit.rounding ** 2, unknownSteps });
}

/** Larger than what a 4-bit quantiser's error leaves of an update of a hundredth of the weight, in the rows that are kept. */
const MAX_FACTOR_OFF = 0.05;

/** Each row of the merge stretched to fit W + update best, less the update. */
function underDora({ base, merged, columns }: KeptRows, plain: Float32Array): Float32Array {
  const under = new Float32Array(base.length);
  for (let row = 0; row < base.length; row += columns) {
    let along = 0;
    let squares = 0;
    for (let at = row; at < row + columns; at++) {
      const m = merged[at] ?? 0;
      along += m * ((base[at] ?? 0) + (plain[at] ?? 0));
      squares += m * m;
    }
    const stretch = squares === 0 ? 0 : along / squares;
    for (let at = row; at < row + columns; at++) under[at] = stretch * (merged[at] ?? 0) - (plain[at] ?? 0);
  }
  return under;
}
