import type { MergeUnit } from '../adapter/merge-unit.ts';
import type { LoadedTerm } from '../adapter/update-rows.ts';
import type { TensorRef } from '../adapter/update-term.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { MergeSources } from './merge-sources.ts';
import type { BandTerm } from './merge-unit-terms.ts';
import { readStored } from './merge-values.ts';

/** Bands up to this size are read several at a time. */
const SMALL_BAND = 256 * 1024;
const PARALLEL = 8;

/** Rows of base and merge, as they are stored. */
export interface Band {
  readonly first: number;
  readonly count: number;
  readonly base: Uint8Array;
  readonly merged: Uint8Array;
  /** Rows of saved tensors, one per `replace-band` term. */
  readonly saved: readonly Uint8Array[];
}

/** Bands in order. The next ones are being read while the caller works on one; small ones are read several at a time. */
export async function* readBands(
  sources: MergeSources,
  unit: MergeUnit,
  terms: readonly (LoadedTerm | BandTerm)[],
): AsyncGenerator<Result<Band>> {
  const saved = terms.flatMap((term) => (term.kind === 'replace-band' ? [term.value] : []));
  const [first] = unit.bands;
  const bandBytes = first ? (first[1] - first[0]) * unit.columns * 2 : 0;
  const ahead = bandBytes <= SMALL_BAND ? PARALLEL : 1;
  const pending: Promise<Result<Band>>[] = [];
  for (const band of unit.bands) {
    pending.push(readBand(sources, { unit, saved }, band));
    if (pending.length <= ahead) continue;
    const next = await pending.shift();
    if (next) yield next;
  }
  for (const next of pending) yield await next;
}

async function readBand(
  sources: MergeSources,
  { unit, saved }: { readonly unit: MergeUnit; readonly saved: readonly TensorRef[] },
  [first, end]: readonly [number, number],
): Promise<Result<Band>> {
  const values = [first * unit.columns, end * unit.columns] as const;
  const tensors = [unit.base, unit.merged, ...saved];
  const [base, merged, ...others] = await Promise.all(tensors.map((tensor) => readStored(sources, tensor, values)));
  if (!base || !merged) return failed('nothing was read');
  if (!base.ok) return base;
  if (!merged.ok) return merged;
  const rows: Uint8Array[] = [];
  for (const other of others) {
    if (!other.ok) return other;
    rows.push(other.value);
  }
  return ok({ first, count: end - first, base: base.value, merged: merged.value, saved: rows });
}
