import type { MergeUnit } from '../adapter/merge-unit.ts';
import type { Band } from './merge-bands.ts';

/** The values of bands to look at first, and those that only an update needs that rounding blurs. */
export interface BandHalves {
  readonly first: readonly Band[];
  readonly later: readonly Band[];
}

/**
 * Cuts the bands of a sample of column blocks in half; reading less than both would save nothing. By turns the left and the right half
 * come first, so that no columns are passed over. What is read of other tensors is looked at whole: an exact proof, whole rows, and
 * tensors without an update, which are compared as bytes.
 */
export function bandHalves(bands: readonly Band[], { columns, terms }: MergeUnit): BandHalves {
  if (terms.length === 0 || bands.every(({ from, to }) => to - from === columns)) return { first: bands, later: [] };
  const halves = (turn: number) => bands.map((band, at) => halfOf(band, (at + turn) % 2)).sort(byColumn);
  return { first: halves(0), later: halves(1) };
}

/** What has its columns in common is computed together. */
function byColumn(one: Band, other: Band): number {
  return one.from - other.from;
}

/** The left (0) or the right half (1) of a band of one row. */
function halfOf({ first, end, from, to, base, merged, saved }: Band, side: number): Band {
  const width = to - from;
  const left = Math.floor((side * width) / 2);
  const right = Math.floor(((side + 1) * width) / 2);
  const cut = (bytes: Uint8Array) => {
    const size = bytes.length / width;
    return bytes.subarray(left * size, right * size);
  };
  const columns = { from: from + left, to: from + right };
  return { first, end, ...columns, base: cut(base), merged: cut(merged), saved: saved.map(cut) };
}
