import type { UpdateSpace } from '../adapter/update-rows.ts';

/** Room for the values of bands, one after the other. */
export interface BandSpace extends UpdateSpace {
  readonly base: Float32Array;
  readonly merged: Float32Array;
}

/** The room of the values [start, end). */
export function bandSpacePart(
  { base, merged, update, scratch, plain }: BandSpace,
  start: number,
  end: number,
): BandSpace {
  return {
    base: base.subarray(start, end),
    merged: merged.subarray(start, end),
    update: update.subarray(start, end),
    scratch: scratch.subarray(start, end),
    ...(plain ? { plain: plain.subarray(start, end) } : {}),
  };
}
