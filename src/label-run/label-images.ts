import type { LabelSetup } from '../evidence/derive/label-setup.ts';
import { deriveTrainedRows } from '../evidence/derive/trained-rows.ts';
import { absent, found } from '../evidence/gathered.ts';
import type { TrainedRows } from '../evidence/trained-rows.ts';
import { IMAGE_HEAD_BYTES } from '../formats/image-head-bytes.ts';
import type { DataFiles } from '../gather/data-files.ts';
import { dataRow } from '../gather/data-row.ts';
import { readLabelConfig } from '../labels/label-config.ts';
import type { TrainerFailure } from '../labels/training-setup.ts';
import { predictVisionLabels, type VisionPrediction } from '../labels/vision/predict-vision-labels.ts';
import type { ProcessorSource } from '../labels/vision/processor-fields.ts';
import type { ReadImage } from '../labels/vision/row-images.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { LabelSources, Predictable } from './label-sources.ts';
import type { PlacedRow } from './predict-rows.ts';

/** What rows with images need beyond the rest. */
export interface ImageInputs {
  readonly processor: ProcessorSource;
  readonly readImage: ReadImage;
  readonly sources: LabelSources;
}

export interface LabelledBatch {
  /** The rows that got labels, each with its place. */
  readonly places: readonly number[];
  readonly prediction: VisionPrediction;
  readonly failures: readonly TrainerFailure[];
}

/**
 * Images named by path: from the folder of the data file, else from the folder that Lockstep looks at. A trainer takes them from where it
 * runs.
 */
export function imageReader({ files: [first] }: DataFiles): ReadImage {
  const folder = first.path.slice(0, first.path.lastIndexOf('/') + 1);
  return async (path) => {
    for (const tried of path.startsWith('/') ? [path] : [folder + path, path]) {
      const head = await first.files.slice(tried, 0, IMAGE_HEAD_BYTES);
      if (head.ok) return head.value;
    }
    return undefined;
  };
}

/**
 * Labels some rows together. A row that the trainer stops at is put aside and the others are labelled without it, which changes
 * nothing for them: each row's labels are its own. Fails where the settings alone stop the trainer.
 */
export async function labelImages(
  { tokenizer }: Pick<Predictable, 'tokenizer'>,
  { processor, readImage }: Pick<ImageInputs, 'processor' | 'readImage'>,
  { setup, rows }: { readonly setup: LabelSetup; readonly rows: readonly PlacedRow[] },
): Promise<Result<LabelledBatch, TrainerFailure>> {
  const settings = readLabelConfig(setup.settings);
  if (!settings.ok) return { ok: false, problem: { type: 'ValueError', message: settings.problem.reason } };
  const failures: TrainerFailure[] = [];
  let left = rows;
  for (;;) {
    const outcome = await predictVisionLabels({
      rows: left.map(({ row }) => row),
      tokenizer: tokenizer.tokenizer,
      specialTokens: setup.specialTokens,
      chatTemplate: setup.chatTemplate,
      config: settings.value.config,
      arguments: setup.settings,
      trainer: setup.trainer,
      processor,
      readImage,
    });
    if (!('error' in outcome)) return ok({ places: left.map(({ place }) => place), prediction: outcome, failures });
    const at = outcome.error.row;
    const bad = at === undefined ? undefined : left[at];
    if (bad === undefined) return { ok: false, problem: outcome.error };
    failures.push({ ...outcome.error, row: bad.place });
    left = left.filter((one) => one !== bad);
  }
}

/** The labelled rows with a region for every token, found as in captured rows: by the text of the data row. */
export function imageRegions(
  { setup, rows }: { readonly setup: LabelSetup; readonly rows: readonly PlacedRow[] },
  { places, prediction }: Pick<LabelledBatch, 'places' | 'prediction'>,
  { sources, path }: { readonly sources: LabelSources; readonly path: string },
): Result<TrainedRows> {
  const { evidence } = sources.inputs;
  const { max_length: limit, dataset_text_field: field } = setup.settings;
  const captured = prediction.rows.map(({ inputIds, labels }, at) => {
    const place = places[at] ?? at;
    return { index: place, line: place + 1, step: 0, ids: Int32Array.from(inputIds), labels: Int32Array.from(labels) };
  });
  const textField = typeof field === 'string' ? field : undefined;
  const data = rows.map(({ row, place }) => dataRow(place, row, textField));
  const derived = deriveTrainedRows(
    {
      ...evidence,
      capture: found({ path, rows: captured, total: captured.length, damage: [] }, path),
      trainData: found({ path, rows: data, total: data.length, damage: [] }, path),
      trainingSettings:
        limit === undefined ? absent('') : found({ values: { max_length: { value: limit, path } } }, path),
    },
    sources.templateProbes,
  );
  if (derived.state === 'found') return ok(derived.value);
  return failed(derived.state === 'absent' ? derived.looked.join(', ') : derived.reason);
}
