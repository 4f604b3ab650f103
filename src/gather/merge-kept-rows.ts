import type { KeptDora, KeptRows, KeptSegment } from '../adapter/kept-rows.ts';
import type { MergeUnit } from '../adapter/merge-unit.ts';
import type { BandRange } from '../adapter/sample-bands.ts';
import type { StorageType } from '../adapter/storage-type.ts';
import type { LoadedTerm } from '../adapter/update-rows.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { type BandSpace, bandSpacePart } from './merge-band-space.ts';
import { bandValuesInto } from './merge-band-values.ts';
import { readBands } from './merge-bands.ts';
import type { MergeSources } from './merge-sources.ts';
import type { BandTerm } from './merge-unit-terms.ts';

/** Values to try explanations on. */
const KEPT_VALUES = 8 * 1024;
const MIN_KEPT_ROWS = 4;
/** Of a DoRA module whose outputs are columns, all values are taken up to here: wrong merges have other norms, which only they tell. */
const KEPT_COLUMN_NORMS = 512 * 1024;

type LowRank = Extract<LoadedTerm, { kind: 'low-rank' }>;

/**
 * Reads some whole rows of a tensor, spread over its bands, to try explanations on. Only tensors that are not simply base + update
 * need them.
 */
export async function readKeptRows(
  sources: MergeSources,
  unit: MergeUnit,
  { terms, storage }: { readonly terms: readonly (LoadedTerm | BandTerm)[]; readonly storage: StorageType },
): Promise<Result<KeptRows>> {
  const { columns } = unit;
  const term = terms.find(isLowRank);
  const ranges = keptRanges(unit, term?.dora?.columnNorms ? KEPT_COLUMN_NORMS : 0);
  const rows = ranges.flatMap(({ first, end }) => Array.from({ length: end - first }, (_, at) => first + at));
  const space = spaceOf(rows.length * columns, term?.dora !== undefined);
  let at = 0;
  for await (const bands of readBands(sources, unit, { terms, ranges })) {
    if (!bands.ok) return bands;
    const pieces = bands.value.map((band) => ({ band, row: 0, count: band.end - band.first }));
    const count = pieces.reduce((sum, piece) => sum + piece.count, 0) * columns;
    const problem = bandValuesInto(unit, { pieces, terms }, bandSpacePart(space, at, at + count));
    if (problem !== undefined) return failed(problem);
    at += count;
  }
  const { base, merged, update, plain } = space;
  const dora = term && plain && keptDora(term, { plain, rows, whole: rows.length === unit.rows });
  return ok({
    columns,
    base,
    merged,
    update,
    storage,
    segments: segmentsOf(ranges, columns),
    ...(dora ? { dora } : {}),
  });
}

function isLowRank(term: LoadedTerm | BandTerm): term is LowRank {
  return term.kind === 'low-rank';
}

/** Whole rows from every band, or from one every few bands; all of them in tensors of up to `whole` values. */
function keptRanges({ rows, columns, bands }: MergeUnit, whole: number): readonly BandRange[] {
  if (rows * columns <= whole) return [{ first: 0, end: rows, from: 0, to: columns }];
  const perBand = Math.max(MIN_KEPT_ROWS, Math.ceil(KEPT_VALUES / Math.max(1, columns))) / bands.length;
  let due = 0;
  return bands
    .toSorted((one, other) => one.first - other.first)
    .flatMap(({ first, end }): readonly BandRange[] => {
      due += perBand;
      const count = Math.min(end - first, Math.floor(due));
      due -= Math.floor(due);
      return count === 0 ? [] : [{ first, end: first + count, from: 0, to: columns }];
    });
}

function spaceOf(values: number, withPlain: boolean): BandSpace {
  const space = () => new Float32Array(values);
  const plain = withPlain ? { plain: space() } : {};
  return { base: space(), merged: space(), update: space(), scratch: space(), ...plain };
}

function segmentsOf(ranges: readonly BandRange[], columns: number): readonly KeptSegment[] {
  const segments: KeptSegment[] = [];
  let at = 0;
  for (const { first, end } of ranges) {
    const [flat, length] = [first * columns, (end - first) * columns];
    const last = segments.at(-1);
    if (last && last.flat + last.length === flat)
      segments[segments.length - 1] = { ...last, length: last.length + length };
    else segments.push({ at, flat, length });
    at += length;
  }
  return segments;
}

interface KeptPlain {
  readonly plain: Float32Array;
  readonly rows: readonly number[];
  readonly whole: boolean;
}

/** Where outputs are columns, other updates have other norms, which only the whole weight tells. */
function keptDora({ dora }: LowRank, { plain, rows, whole }: KeptPlain): KeptDora | undefined {
  if (!dora) return undefined;
  const byColumn = dora.columnNorms !== undefined;
  if (byColumn) return whole ? { plain, magnitude: dora.magnitude, byColumn } : undefined;
  return { plain, magnitude: Float32Array.from(rows, (row) => dora.magnitude[row] ?? 0), byColumn };
}
