import type { KeptBlock } from '../adapter/join-kept.ts';
import { addBlock, addEqualBlock, emptySums, type MergeSums } from '../adapter/merge-sums.ts';
import type { MergeUnit } from '../adapter/merge-unit.ts';
import { type StorageType, storageType } from '../adapter/storage-type.ts';
import { type LoadedTerm, updateRows } from '../adapter/update-rows.ts';
import type { TensorRef } from '../adapter/update-term.ts';
import type { Band } from './merge-bands.ts';
import { BLOCK_VALUES, growRoom, type ProofRoom } from './merge-room.ts';
import type { BandTerm } from './merge-unit-terms.ts';
import { decodeInto, sameBytes } from './merge-values.ts';

/** Values kept to try explanations on. */
const KEPT_VALUES = 8 * 1024;
const MIN_KEPT_ROWS = 4;
/** Of a DoRA module whose outputs are columns, all values are kept up to here: wrong merges have other norms, which only they tell. */
const KEPT_COLUMN_NORMS = 512 * 1024;
/** Rows of an update are computed four at a time (low-rank-rows); longer ones than this would need too much room. */
const MIN_ROWS = 4;
const LONG_ROW = 64 * 1024;

/** What the rows of one unit have said so far. */
export interface Progress {
  readonly sums: MergeSums;
  readonly kept: KeptBlock[];
  storage: StorageType | undefined;
  bytesRead: number;
  /** Rows that should have been kept by now and were not yet. */
  due: number;
}

export interface BandWork {
  readonly unit: MergeUnit;
  readonly terms: readonly (LoadedTerm | BandTerm)[];
  readonly room: ProofRoom;
  readonly state: Progress;
}

export function emptyProgress(): Progress {
  return { sums: emptySums(), kept: [], storage: undefined, bytesRead: 0, due: 0 };
}

/** Rows that are worked on at a time: bands of one row each are worked on together. */
export function blockRows(columns: number): number {
  return Math.max(columns <= LONG_ROW ? MIN_ROWS : 1, Math.floor(BLOCK_VALUES / Math.max(1, columns)));
}

/** Neighbouring rows of one band; the first `keep` of them are kept. */
interface Piece {
  readonly band: Band;
  /** First row within the band. */
  readonly row: number;
  readonly count: number;
  readonly keep: number;
}

/** Adds bands to the sums. A problem when the values have no meaning as numbers. */
export function addBands(work: BandWork, bands: readonly Band[]): string | undefined {
  const height = blockRows(work.unit.columns);
  let block: Piece[] = [];
  let rows = 0;
  for (const piece of bands.flatMap((band) => piecesOf(work, band, height))) {
    if (rows + piece.count > height) {
      const problem = addPieces(work, block, rows);
      if (problem !== undefined) return problem;
      block = [];
      rows = 0;
    }
    block.push(piece);
    rows += piece.count;
  }
  return rows === 0 ? undefined : addPieces(work, block, rows);
}

/** None for a band of a tensor that should be the base's and is. */
function piecesOf({ unit, terms, state }: BandWork, band: Band, height: number): readonly Piece[] {
  state.bytesRead += band.base.length + band.merged.length;
  const byColumn = terms.some((term) => term.kind === 'low-rank' && term.dora?.columnNorms);
  const kept = byColumn && unit.rows * unit.columns <= KEPT_COLUMN_NORMS ? unit.rows * unit.columns : KEPT_VALUES;
  // Whole rows, spread over the bands: from every band some, or one from every few bands.
  const wanted = Math.max(MIN_KEPT_ROWS, Math.ceil(kept / Math.max(1, unit.columns)));
  state.due += wanted / unit.bands.length;
  if (terms.length === 0 && unit.base.dtype === unit.merged.dtype && sameBytes(band.base, band.merged)) {
    addEqualBlock(state.sums, band.count * unit.columns);
    return [];
  }
  const toKeep = Math.floor(state.due);
  state.due -= toKeep;
  return Array.from({ length: Math.ceil(band.count / height) }, (_, at): Piece => {
    const row = at * height;
    const count = Math.min(height, band.count - row);
    return { band, row, count, keep: Math.min(count, Math.max(0, toKeep - row)) };
  });
}

function addPieces({ unit, terms, room, state }: BandWork, pieces: readonly Piece[], rows: number): string | undefined {
  const values = rows * unit.columns;
  growRoom(room, values);
  const [base, merged] = [room.base.subarray(0, values), room.merged.subarray(0, values)];
  const [update, scratch] = [room.update.subarray(0, values), room.scratch.subarray(0, values)];
  const plain = room.plain.subarray(0, values);
  if (!decodePieces(pieces, { tensor: unit.base, bytesOf: ({ band }) => band.base, out: base }))
    return `is stored as ${unit.base.dtype}, which has no plain values`;
  if (!decodePieces(pieces, { tensor: unit.merged, bytesOf: ({ band }) => band.merged, out: merged }))
    return `is stored as ${unit.merged.dtype}, which has no plain values`;
  const filled = filledTerms(terms, pieces, values);
  if (terms.length === 0) update.fill(0);
  else updateRows(filled, { base, rows: pieces.flatMap(rowsOf) }, { update, scratch, plain });
  // Small bands may lack the bits that tell; the finest type seen so far is the file's.
  const seen = storageType(unit.merged.dtype, merged);
  if (!seen) return `is stored as ${unit.merged.dtype}, which is not read`;
  if (!state.storage || seen.precision > state.storage.precision) state.storage = seen;
  addBlock(state.sums, { base, merged, update, scratch, storage: state.storage });
  const scaled = filled.some((term) => term.kind === 'low-rank' && term.dora);
  keepRows(state.kept, pieces, { base, merged, update, plain: scaled ? plain : undefined });
  return undefined;
}

function rowsOf({ band, row, count }: Piece): readonly number[] {
  return Array.from({ length: count }, (_, at) => band.first + row + at);
}

/** Copies, because the room is used again. */
function keepRows(kept: KeptBlock[], pieces: readonly Piece[], values: Omit<KeptBlock, 'firstRow'>): void {
  const columns = values.base.length / pieces.reduce((sum, { count }) => sum + count, 0);
  let at = 0;
  for (const { band, row, count, keep } of pieces) {
    if (keep > 0) {
      const span = [at, at + keep * columns] as const;
      kept.push({
        base: values.base.slice(...span),
        merged: values.merged.slice(...span),
        update: values.update.slice(...span),
        plain: values.plain?.slice(...span),
        firstRow: band.first + row,
      });
    }
    at += count * columns;
  }
}

interface Decoding {
  readonly tensor: TensorRef;
  readonly bytesOf: (piece: Piece) => Uint8Array | undefined;
  readonly out: Float32Array;
}

function decodePieces(pieces: readonly Piece[], { tensor, bytesOf, out }: Decoding): boolean {
  const columns = out.length / pieces.reduce((sum, { count }) => sum + count, 0);
  const width = (tensor.end - tensor.start) / tensor.shape.reduce((product, size) => product * size, 1);
  let at = 0;
  for (const piece of pieces) {
    const values = piece.count * columns;
    const start = piece.row * columns * width;
    const bytes = bytesOf(piece)?.subarray(start, start + values * width);
    if (!bytes || !decodeInto(bytes, tensor.dtype, out.subarray(at, at + values))) return false;
    at += values;
  }
  return true;
}

/** Saved tensors, with the rows that were read with the bands. */
function filledTerms(
  terms: readonly (LoadedTerm | BandTerm)[],
  pieces: readonly Piece[],
  count: number,
): readonly LoadedTerm[] {
  let saved = 0;
  return terms.map((term): LoadedTerm => {
    if (term.kind !== 'replace-band') return term;
    const place = saved++;
    const values = new Float32Array(count);
    decodePieces(pieces, { tensor: term.value, bytesOf: ({ band }) => band.saved[place], out: values });
    return { kind: 'replace', values };
  });
}
