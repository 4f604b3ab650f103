import type { MergeUnit } from '../adapter/merge-unit.ts';
import { type LoadedTerm, updateRows } from '../adapter/update-rows.ts';
import { type BandSpace, bandSpacePart } from './merge-band-space.ts';
import type { Band } from './merge-bands.ts';
import type { BandTerm } from './merge-unit-terms.ts';
import { decodeInto } from './merge-values.ts';

/** Some rows of one band. */
export interface Piece {
  readonly band: Band;
  /** First row within the band. */
  readonly row: number;
  readonly count: number;
}

export function pieceValues({ band, count }: Piece): number {
  return count * (band.to - band.from);
}

/** Writes what pieces hold, and the update there, to `space`. A problem when the values have no meaning as numbers. */
export function bandValuesInto(
  { base, merged }: MergeUnit,
  { pieces, terms }: { readonly pieces: readonly Piece[]; readonly terms: readonly (LoadedTerm | BandTerm)[] },
  space: BandSpace,
): string | undefined {
  let at = 0;
  for (const run of runsOf(pieces)) {
    const values = run.reduce((sum, piece) => sum + pieceValues(piece), 0);
    const part = bandSpacePart(space, at, at + values);
    const ofBase = run.map((piece) => stored(piece, piece.band.base));
    if (!decodeInto(ofBase, base.dtype, part.base)) return `is stored as ${base.dtype}, which has no plain values`;
    const ofMerged = run.map((piece) => stored(piece, piece.band.merged));
    if (!decodeInto(ofMerged, merged.dtype, part.merged))
      return `is stored as ${merged.dtype}, which has no plain values`;
    const [{ from, to } = { from: 0, to: 0 }] = run.map(({ band }) => band);
    const rows = run.flatMap(rowsOf);
    updateRows(filledTerms(terms, run, values), { base: part.base, rows, from, to }, part);
    at += values;
  }
  return undefined;
}

/** Neighbouring pieces that have their columns in common. */
function runsOf(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const runs: Piece[][] = [];
  let from: number | undefined;
  for (const piece of pieces) {
    if (piece.band.from !== from) runs.push([]);
    runs.at(-1)?.push(piece);
    from = piece.band.from;
  }
  return runs;
}

function rowsOf({ band, row, count }: Piece): readonly number[] {
  return Array.from({ length: count }, (_, at) => band.first + row + at);
}

/** What of the stored bytes of a band belongs to a piece. */
function stored({ band, row, count }: Piece, bytes: Uint8Array): Uint8Array {
  const rows = band.end - band.first;
  if (count === rows) return bytes;
  const rowBytes = bytes.length / rows;
  return bytes.subarray(row * rowBytes, (row + count) * rowBytes);
}

/** Saved tensors, with the values that were read with the bands. */
function filledTerms(
  terms: readonly (LoadedTerm | BandTerm)[],
  pieces: readonly Piece[],
  count: number,
): readonly LoadedTerm[] {
  let next = 0;
  return terms.map((term): LoadedTerm => {
    if (term.kind !== 'replace-band') return term;
    const place = next++;
    const values = new Float32Array(count);
    const saved = pieces.map((piece) => stored(piece, piece.band.saved[place] ?? new Uint8Array(0)));
    decodeInto(saved, term.value.dtype, values);
    return { kind: 'replace', values };
  });
}
