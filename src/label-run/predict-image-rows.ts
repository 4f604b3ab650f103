import type { ComparedRow } from '../evidence/derive/compare-labels.ts';
import type { LabelSetup } from '../evidence/derive/label-setup.ts';
import { type ImageInputs, imageRegions, labelImages } from './label-images.ts';
import type { Predictable } from './label-sources.ts';
import type { PlacedRow } from './predict-rows.ts';

/** Predicts rows with images under any setup; undefined when the trainer would not start under it. */
export async function predictImageRows(
  given: Predictable,
  images: ImageInputs,
  asked: { readonly setup: LabelSetup; readonly rows: readonly PlacedRow[] },
): Promise<readonly ComparedRow[] | undefined> {
  if (asked.rows.length === 0) return [];
  const labelled = await labelImages(given, images, asked);
  if (!labelled.ok) return undefined;
  const regions = imageRegions(asked, labelled.value, { sources: images.sources, path: given.data.shown });
  if (!regions.ok) return undefined;
  const byPlace = new Map(regions.value.rows.map((row) => [row.captured.index, row]));
  return asked.rows.map(({ place }): ComparedRow => {
    const row = byPlace.get(place);
    return row === undefined ? { state: 'failed' } : { state: 'kept', row };
  });
}
