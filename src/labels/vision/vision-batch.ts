import type { Row } from '../../formats/row-value.ts';
import type { PixelSize } from './vision-processor.ts';

/** Rows that pass the collator together. */
export interface VisionBatch {
  readonly rows: readonly Row[];
  /** Per row. */
  readonly images: readonly (readonly PixelSize[])[];
}

/** Images per text; undefined when no text of the batch has any, which TRL passes on as `images=None`. */
export type BatchImages = readonly (readonly PixelSize[])[] | undefined;

/** `images` as the processor gets it. */
export function batchImages(batch: VisionBatch): BatchImages {
  return batch.images.every((sizes) => sizes.length === 0) ? undefined : batch.images;
}
