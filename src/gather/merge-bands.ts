import type { MergeUnit } from '../adapter/merge-unit.ts';
import { type BandRange, bandValues } from '../adapter/sample-bands.ts';
import type { LoadedTerm } from '../adapter/update-rows.ts';
import type { TensorRef } from '../adapter/update-term.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { MergeSources } from './merge-sources.ts';
import type { BandTerm } from './merge-unit-terms.ts';
import { readStored } from './merge-values.ts';

/** Values of bands that are read together: all bands of a sampled tensor. */
const BATCH_VALUES = 256 * 1024;

/** Values of base and merge, as they are stored. */
export interface Band extends BandRange {
  readonly base: Uint8Array;
  readonly merged: Uint8Array;
  /** Of saved tensors, one per `replace-band` term. */
  readonly saved: readonly Uint8Array[];
}

/** What is read of a unit, and the terms whose saved tensors are read along. */
export interface BandChoice {
  readonly terms: readonly (LoadedTerm | BandTerm)[];
  readonly ranges: readonly BandRange[];
}

/** Bands in order, several at a time where they are small. The next ones are being read while the caller works on some. */
export async function* readBands(
  sources: MergeSources,
  unit: MergeUnit,
  { terms, ranges }: BandChoice,
): AsyncGenerator<Result<readonly Band[]>> {
  const saved = terms.flatMap((term) => (term.kind === 'replace-band' ? [term.value] : []));
  let pending: Promise<Result<readonly Band[]>> | undefined;
  for (const batch of batchesOf(ranges)) {
    const next = readBatch(sources, { columns: unit.columns, tensors: [unit.base, unit.merged, ...saved] }, batch);
    if (pending) yield await pending;
    pending = next;
  }
  if (pending) yield await pending;
}

function batchesOf(ranges: readonly BandRange[]): readonly (readonly BandRange[])[] {
  const batches: BandRange[][] = [];
  let values = BATCH_VALUES;
  for (const range of ranges) {
    if (values + bandValues(range) > BATCH_VALUES) {
      batches.push([]);
      values = 0;
    }
    batches.at(-1)?.push(range);
    values += bandValues(range);
  }
  return batches;
}

const NOTHING = new Uint8Array(0);

interface Grid {
  readonly columns: number;
  readonly tensors: readonly TensorRef[];
}

async function readBatch(
  sources: MergeSources,
  { columns, tensors }: Grid,
  ranges: readonly BandRange[],
): Promise<Result<readonly Band[]>> {
  const places = ranges.map(({ first, end, from, to }) => [first * columns + from, (end - 1) * columns + to] as const);
  const stored: (readonly Uint8Array[])[] = [];
  for (const read of await Promise.all(tensors.map((tensor) => readStored(sources, tensor, places)))) {
    if (!read.ok) return read;
    stored.push(read.value);
  }
  const bands: Band[] = [];
  for (const [at, range] of ranges.entries()) {
    const { first, end, from, to } = range;
    const [base, merged, ...saved] = stored.map((slices) => slices[at] ?? NOTHING);
    if (!base || !merged) return failed('nothing was read');
    bands.push({ first, end, from, to, base, merged, saved });
  }
  return ok(bands);
}
