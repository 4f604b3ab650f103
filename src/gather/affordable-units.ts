import type { MergeUnit } from '../adapter/merge-unit.ts';
import { bandValues } from '../adapter/sample-bands.ts';
import { spread } from '../lib/spread.ts';

/** Values computed and read for `lockstep check`, about a second of work on one core of 2020; `lockstep adapter` does all. */
const MAX_WORK = 3e8;
/** Opening a tensor and trying explanations on it costs as much as computing this many values, whatever its size. */
const WORK_PER_TENSOR = 300_000;
/** Share of the work kept for tensors that the adapter does not change; they tell another base. */
const UNTOUCHED_SHARE = 0.25;

/** As many units as can be proved quickly, spread evenly over the model, so that no stretch of layers is left out. */
export function affordableUnits(units: readonly MergeUnit[]): readonly MergeUnit[] {
  const adapted = units.filter(({ terms }) => terms.length > 0);
  const untouched = units.filter(({ terms }) => terms.length === 0);
  const chosen = new Set([
    ...within(adapted, MAX_WORK * (1 - UNTOUCHED_SHARE)),
    ...within(untouched, MAX_WORK * UNTOUCHED_SHARE),
  ]);
  return units.filter((unit) => chosen.has(unit));
}

function within(units: readonly MergeUnit[], work: number): readonly MergeUnit[] {
  const total = units.reduce((sum, unit) => sum + workOf(unit), 0);
  if (total <= work) return units;
  return spread(units, Math.max(1, Math.floor((units.length * work) / total)));
}

function workOf({ bands, columns, rows, terms }: MergeUnit): number {
  const read = bands.reduce((sum, band) => sum + bandValues(band), 0);
  return terms.reduce((sum, term) => {
    const stored = term.kind === 'low-rank' ? sizeOf(term.a) + sizeOf(term.b) : 0;
    const rank = term.kind === 'low-rank' ? term.rank : 1;
    // Norms over the columns of a stored weight need all of it.
    const norms =
      term.kind === 'low-rank' && term.magnitude && term.layout === 'transposed' ? rows * columns * rank : 0;
    return sum + read * rank + stored + norms;
  }, read + WORK_PER_TENSOR);
}

function sizeOf({ shape }: { readonly shape: readonly number[] }): number {
  return shape.reduce((product, size) => product * size, 1);
}
