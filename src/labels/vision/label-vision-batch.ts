import type { Row } from '../../formats/row-value.ts';
import type { Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { collateLanguageModeling } from './collate-language-modeling.ts';
import { collatePromptCompletion } from './collate-prompt-completion.ts';
import { keptColumns } from './kept-columns.ts';
import { type ReadImage, rowImages } from './row-images.ts';
import { type RowShape, rowShape } from './row-shape.ts';
import type { VisionPlan } from './vision-plan.ts';
import type { PixelSize } from './vision-processor.ts';
import type { VisionRow } from './vision-row.ts';

type Rows = Result<readonly VisionRow[], TrainerFailure>;

async function imagesOf(
  rows: readonly Row[],
  readImage: ReadImage | undefined,
): Promise<Result<(readonly PixelSize[])[], TrainerFailure>> {
  const scalar = Object.hasOwn(rows[0] ?? {}, 'image');
  const images: (readonly PixelSize[])[] = [];
  for (const [index, row] of rows.entries()) {
    const sizes = await rowImages(row, scalar, readImage);
    if (!sizes.ok) return { ok: false, problem: { row: index, ...sizes.problem } };
    images.push(sizes.value);
  }
  return { ok: true, value: images };
}

/** What the collator refuses before it looks at an image. */
function refused(plan: VisionPlan, shape: RowShape, first: Row): TrainerFailure | undefined {
  if (shape === 'unknown') {
    const hint = plan.removesUnusedColumns
      ? ' Other columns were removed (remove_unused_columns); set it to false for text rows.'
      : '';
    return { type: 'KeyError', message: `Unexpected input keys in examples: ${Object.keys(first).join(', ')}.${hint}` };
  }
  if (shape === 'language-modeling' && plan.completionOnly) {
    const message =
      'completion_only_loss is not supported for messages and text with images: the trainer stops at the first batch. Store prompt and completion.';
    return { type: 'ValueError', message };
  }
  if (shape === 'prompt-completion' && typeof plan.config.pad_to_multiple_of === 'number') {
    const message = 'pad_to_multiple_of is not implemented for images with prompt and completion. Leave it out.';
    return { type: 'NotImplementedError', message };
  }
  return undefined;
}

/**
 * One batch through TRL's `DataCollatorForVisionLanguageModeling` (1.13). Rows of a failure count from 0 within the batch. Which rows
 * share a batch matters only where the collator looks at the batch: its first row decides the way, and placeholders without an image
 * take the next row's.
 */
export async function labelVisionBatch(plan: VisionPlan, given: readonly Row[], readImage?: ReadImage): Promise<Rows> {
  const rows = given.map((row) => keptColumns(plan, row));
  const [first = {}] = rows;
  const shape = rowShape(plan, first);
  const problem = refused(plan, shape, first);
  if (problem) return { ok: false, problem };
  const images = await imagesOf(rows, readImage);
  if (!images.ok) return images;
  const batch = { rows, images: images.value };
  return shape === 'prompt-completion' ? collatePromptCompletion(plan, batch) : collateLanguageModeling(plan, batch);
}
