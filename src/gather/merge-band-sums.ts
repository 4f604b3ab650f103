import { addBlock } from '../adapter/add-block.ts';
import { emptyTally, type MergeTally } from '../adapter/merge-tally.ts';
import type { MergeUnit } from '../adapter/merge-unit.ts';
import { BAND_VALUES, bandValues } from '../adapter/sample-bands.ts';
import { type StorageType, storageType } from '../adapter/storage-type.ts';
import type { LoadedTerm } from '../adapter/update-rows.ts';
import { bandSpacePart } from './merge-band-space.ts';
import { bandValuesInto, type Piece, pieceValues } from './merge-band-values.ts';
import type { Band } from './merge-bands.ts';
import { BLOCK_VALUES, growRoom, type ProofRoom } from './merge-room.ts';
import type { BandTerm } from './merge-unit-terms.ts';
import { sameBytes } from './merge-values.ts';

/** Rows of an update are computed four at a time (low-rank-rows); longer ones than this would need too much room. */
const MIN_ROWS = 4;
const LONG_ROW = 64 * 1024;

/** What the bands of one unit have said so far. */
export interface Progress {
  readonly tally: MergeTally;
  storage: StorageType | undefined;
}

export interface BandWork {
  readonly unit: MergeUnit;
  readonly terms: readonly (LoadedTerm | BandTerm)[];
  readonly room: ProofRoom;
  readonly state: Progress;
}

export function emptyProgress(): Progress {
  return { tally: emptyTally(), storage: undefined };
}

/** Adds bands to the sums. A problem when the values have no meaning as numbers. */
export function addBands(work: BandWork, bands: readonly Band[]): string | undefined {
  let block: Piece[] = [];
  let values = 0;
  for (const piece of bands.flatMap((band) => piecesOf(work, band))) {
    if (block.length > 0 && values + pieceValues(piece) > BLOCK_VALUES) {
      const problem = addPieces(work, block, values);
      if (problem !== undefined) return problem;
      block = [];
      values = 0;
    }
    block.push(piece);
    values += pieceValues(piece);
  }
  return values === 0 ? undefined : addPieces(work, block, values);
}

/** None for a band of a tensor that should be the base's and is. */
function piecesOf({ unit, terms, state }: BandWork, band: Band): readonly Piece[] {
  if (terms.length === 0 && unit.base.dtype === unit.merged.dtype && sameBytes(band.base, band.merged)) {
    // Counted, and byte for byte the base's: there is no update to look for.
    state.tally.sums.count += bandValues(band);
    state.tally.sums.equal += bandValues(band);
    return [];
  }
  const width = band.to - band.from;
  const rows = band.end - band.first;
  const height = Math.max(width <= LONG_ROW ? MIN_ROWS : 1, Math.floor(BLOCK_VALUES / Math.max(1, width)));
  const pieces: Piece[] = [];
  for (let row = 0; row < rows; row += height) pieces.push({ band, row, count: Math.min(height, rows - row) });
  return pieces;
}

function addPieces(
  { unit, terms, room, state }: BandWork,
  pieces: readonly Piece[],
  values: number,
): string | undefined {
  growRoom(room, values);
  const space = bandSpacePart(room, 0, values);
  const problem = bandValuesInto(unit, { pieces, terms }, space);
  if (problem !== undefined) return problem;
  // Small bands may lack the bits that tell; the finest type seen so far is the file's.
  const seen = storageType(unit.merged.dtype, space.merged);
  if (!seen) return `is stored as ${unit.merged.dtype}, which is not read`;
  if (!state.storage || seen.precision > state.storage.precision) state.storage = seen;
  addBlock(state.tally, { ...space, storage: state.storage, ends: stretchEnds(pieces) });
  return undefined;
}

/** A band of a sample is one stretch; longer pieces are cut into as many whole rows as make one. */
function stretchEnds(pieces: readonly Piece[]): readonly number[] {
  const ends: number[] = [];
  let at = 0;
  for (const { band, count } of pieces) {
    const width = band.to - band.from;
    const height = Math.max(1, Math.ceil(BAND_VALUES / Math.max(1, width)));
    for (let row = height; row < count; row += height) ends.push(at + row * width);
    at += count * width;
    ends.push(at);
  }
  return ends;
}
