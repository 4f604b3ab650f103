import { gatherDataSet } from '../gather/data-set.ts';
import { gatherLabelInputs, type LabelInputs, type LabelOverrides } from '../gather/label-inputs.ts';
import { pythonWord } from '../lib/python-word.ts';
import type { LabelsReport, LabelsSide } from '../report/labels-report.ts';
import type { RunFiles } from '../source/run-files.ts';
import { version } from '../version.ts';
import { assistantOnly } from './assistant-only.ts';
import { capturedRows, capturedSide } from './captured-side.ts';
import { labelComparison } from './label-comparison.ts';
import { type LabelSources, labelSources, type Predictable, predictable } from './label-sources.ts';
import { predictedImageSide } from './predicted-image-side.ts';
import { predictedSide, type Watch } from './predicted-side.ts';

export interface LabelRunOptions extends LabelOverrides, Watch {
  /** One side instead of both. */
  readonly only?: LabelsSide['source'];
}

/** Settings that decide labels, as far as a run sets them; the order of the report. */
const DECISIVE = [
  'completion_only_loss',
  'assistant_only_loss',
  'max_length',
  'packing',
  'packing_strategy',
  'padding_free',
  'dataset_text_field',
  'eos_token',
  'chat_template_path',
  'use_liger_kernel',
  'truncation_mode',
] as const;

/**
 * Which tokens of a run get loss: as the trainer's collator left them where a capture exists, as TRL would label the data set, and where
 * both are there, whether they agree.
 */
export async function labelRun(files: RunFiles, options: LabelRunOptions = {}): Promise<LabelsReport> {
  const inputs = await gatherLabelInputs(files, options);
  const sources = labelSources(inputs);
  const captured = options.only === 'prediction' ? undefined : await captureOf(sources);
  const prediction = options.only === 'capture' ? undefined : await predictable(sources);
  const missing: LabelsReport['missing'] = [];
  if (captured !== undefined && captured.state !== 'found') missing.push({ source: 'capture', needs: needs(captured) });
  if (prediction?.ok === false) missing.push({ source: 'prediction', needs: prediction.problem.reason });
  const predicted = prediction?.ok === true ? await predictionOf(prediction.value, options) : undefined;
  const both = captured?.state === 'found' && prediction?.ok === true && predicted?.refusal === undefined;
  const compared = both ? await labelComparison(captured.value, prediction.value) : undefined;
  const shown =
    captured?.state === 'found'
      ? await capturedSide(captured.value, sources, { ...options, ...(compared && { agreed: compared.agreed }) })
      : undefined;
  return {
    schema: 'lockstep-labels/1',
    tool: { name: 'lockstep', version },
    folder: files.root,
    sides: [shown, predicted].filter((side) => side !== undefined),
    missing,
    settings: decisiveSettings(inputs),
    ...(prediction?.ok === true ? { trainer: trainerOf(prediction.value.setup.trainer) } : {}),
    ...(compared === undefined ? {} : { comparison: compared.comparison }),
    assistantOnly: prediction?.ok === true ? await assistantOnly(prediction.value, inputs) : [],
  };
}

function predictionOf(given: Predictable, watch: Watch): Promise<LabelsSide> {
  return given.images === undefined ? predictedSide(given, watch) : predictedImageSide(given, given.images, watch);
}

/** The rows of the data are only kept in memory where captured ones have to be recognised among them. */
async function captureOf(sources: LabelSources): Promise<ReturnType<typeof capturedRows>> {
  const { capture } = sources.inputs.evidence;
  if (capture.state !== 'found') return capture;
  const field = settingOf(sources.inputs, 'dataset_text_field');
  const trainData = await gatherDataSet(
    sources.inputs.data,
    'train.jsonl',
    typeof field === 'string' ? field : undefined,
  );
  return capturedRows(sources, trainData);
}

function needs(captured: Exclude<ReturnType<typeof capturedRows>, { readonly state: 'found' }>): string {
  return captured.state === 'absent' ? captured.looked.join(', ') : `${captured.from}: ${captured.reason}`;
}

function trainerOf({ version: trl, transformers }: { readonly version: string; readonly transformers: string }) {
  return { trl, transformers };
}

function settingOf({ evidence: { trainingSettings } }: LabelInputs, key: string) {
  return trainingSettings.state === 'found' ? trainingSettings.value.values[key]?.value : undefined;
}

function decisiveSettings({ evidence: { trainingSettings } }: LabelInputs): LabelsReport['settings'] {
  if (trainingSettings.state !== 'found') return [];
  const { values } = trainingSettings.value;
  return DECISIVE.flatMap((key) => {
    const setting = values[key];
    return setting === undefined ? [] : [{ key, value: pythonWord(setting.value), path: setting.path }];
  });
}
