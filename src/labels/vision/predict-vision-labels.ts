import type { Row } from '../../formats/row-value.ts';
import { IGNORED_LABEL } from '../ignored-label.ts';
import type { LabelledRow, LabelNote, LabelOutcome, LabelPrediction } from '../label-prediction.ts';
import { labelVisionBatch } from './label-vision-batch.ts';
import { planVision, type VisionPlanInput } from './plan-vision.ts';
import type { ReadImage } from './row-images.ts';
import { rowShape } from './row-shape.ts';
import type { VisionNote } from './vision-note.ts';
import { visionNotes } from './vision-notes.ts';
import type { VisionRow } from './vision-row.ts';

export interface VisionLabelsInput extends Omit<VisionPlanInput, 'firstRow'> {
  /** At least one row; the first has a column `image` or `images`. */
  readonly rows: readonly Row[];
  /** Opens images that rows name by path. */
  readonly readImage?: ReadImage;
}

export type VisionPrediction = Omit<LabelPrediction, 'notes'> & { readonly notes: readonly (LabelNote | VisionNote)[] };

/** A prediction, or the exception the trainer ends with. */
export type VisionOutcome = VisionPrediction | Extract<LabelOutcome, { readonly error: unknown }>;

// `per_device_train_batch_size` of SFTConfig.
const DEFAULT_BATCH = 8;

function labelled({ inputIds, unlabelled }: VisionRow): LabelledRow {
  return { inputIds, labels: inputIds.map((id, index) => (index < unlabelled ? IGNORED_LABEL : id)) };
}

/**
 * Which tokens of rows with images bear loss, as TRL's vision collator leaves them, without padding. Rows are batched in the order
 * given, as no sampler were there; no row is dropped and nothing is packed. The first failure ends the prediction, as it ends the
 * trainer; its `row` counts over all rows. Never throws for input of any kind.
 */
export async function predictVisionLabels(input: VisionLabelsInput): Promise<VisionOutcome> {
  const { readImage, rows: given } = input;
  const firstRow = given[0] ?? {};
  const { basis, plan: planned } = planVision({ ...input, firstRow });
  if (!planned.ok) return { error: planned.problem, warnings: [], basis };
  const plan = planned.value;
  const shape = rowShape(plan, firstRow);
  const notes = visionNotes(plan, shape === 'prompt-completion' ? shape : 'language-modeling');
  const rows: LabelledRow[] = [];
  const size = plan.config.per_device_train_batch_size ?? DEFAULT_BATCH;
  for (let start = 0; start < given.length; start += size) {
    const batch = await labelVisionBatch(plan, given.slice(start, start + size), readImage);
    if (!batch.ok) {
      const { row } = batch.problem;
      return { error: row === undefined ? batch.problem : { ...batch.problem, row: start + row }, warnings: [], basis };
    }
    for (const row of batch.value) {
      notes.add(rows.length, row);
      rows.push(labelled(row));
    }
  }
  return {
    rows,
    sources: rows.map((_, index) => [index]),
    dropped: 0,
    droppedRows: [],
    warnings: [],
    notes: notes.collected(),
    completionOnlyLoss: plan.completionOnly,
    basis,
  };
}
