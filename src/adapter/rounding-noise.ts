import type { StorageType } from './storage-type.ts';

/** How far a right merge may be from what is expected, as factors of root mean squares. */
export interface RoundingNoise {
  /** Variance that one rounding adds, as a multiple of the squared spacing (see `spacingOf`). */
  readonly perSpacing: number;
  /** The spacing of floats next to 1, and the least spacing there is. */
  readonly spacingOfOne: number;
  readonly smallest: number;
  /** Relative error of the update. */
  readonly ofUpdate: number;
  /** Relative error of the weight. */
  readonly ofWeight: number;
}

/**
 * Relative error of the update itself. Merges in bfloat16 round it to 8 bits (2^-9 / √3 on average), others compute it in TF32 (11
 * bits) or in another order.
 */
const BFLOAT16_NOISE = 1.2e-3;
const UPDATE_NOISE = 4e-4;
/** The weight itself is at best known to float32. */
const FLOAT_NOISE = 2 ** -23;
/**
 * The spacing of floats is between half and all of value × spacing of one: three quarters is its mean, and one rounding adds
 * spacing² / 12.
 */
const MEAN_VARIANCE = 0.75 ** 2 / 12;

/** The noise of a merge that was stored as `storage`; spacing of a value is its size × `spacingOfOne`, or `smallest` if that is more. */
export function roundingNoise({ precision, smallest }: StorageType): RoundingNoise {
  return {
    perSpacing: MEAN_VARIANCE,
    spacingOfOne: 2 ** (1 - precision),
    smallest,
    ofUpdate: precision <= 8 ? BFLOAT16_NOISE : UPDATE_NOISE,
    ofWeight: FLOAT_NOISE,
  };
}
