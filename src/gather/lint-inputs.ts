import type { AdapterConfig } from '../evidence/adapter-facts.ts';
import { absent, type Gathered } from '../evidence/gathered.ts';
import type { Predictions } from '../evidence/predictions.ts';
import type { TrainerState } from '../formats/trainer-state.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { Task } from '../scoring/task.ts';
import type { RunFiles } from '../source/run-files.ts';
import { gatherAdapterConfig } from './adapter-config.ts';
import { type DataFiles, findDataFiles } from './data-files.ts';
import { type Folder, openTree } from './folder.ts';
import { gatherLabelInputs, type LabelInputs } from './label-inputs.ts';
import { findPlaces, type Places } from './layout.ts';
import { gatherPredictions } from './predictions.ts';
import { gatherTask } from './task.ts';
import { gatherTrainerState } from './trainer-state.ts';
import { withTask } from './with-task.ts';

/** A run folder, or one file of data in it. */
export interface LintPlace {
  readonly files: RunFiles;
  readonly file?: string;
}

export interface LintOptions {
  /** Keys of a task as lockstep.yaml spells it; they win over those of the file. */
  readonly task?: Readonly<Record<string, unknown>>;
  /** Evaluation data; those of the run folder when absent. */
  readonly evaluation?: LintPlace;
}

export interface LintInputs {
  /** Tokenizer, template, settings and versions; its `data` are the training data. */
  readonly labels: LabelInputs;
  readonly evaluation: DataFiles | undefined;
  readonly predictions: Gathered<Predictions>;
  /** Absent where neither lockstep.yaml nor the caller nor the predictions say what answers should be. */
  readonly task: Gathered<Task>;
  readonly adapterConfig: Gathered<AdapterConfig>;
  readonly trainerState: Gathered<TrainerState>;
  /** The run folder holds the weights of a whole model and no adapter. */
  readonly isFullModel: boolean;
  /** False where the caller named other data than those of the run folder: what the run recorded is not about them. */
  readonly isTrained: boolean;
}

/** Reads what the health of data is judged by, except the rows, which are streamed. */
export async function gatherLintInputs(place: LintPlace, options: LintOptions = {}): Promise<Result<LintInputs>> {
  const places = await findPlaces(place.files);
  const { file, files } = place;
  const labels = await gatherLabelInputs(files, file === undefined ? {} : { data: { files, path: file } });
  if (labels.data === undefined) return failed(labels.dataProblem ?? 'there are no training data: no train.jsonl');
  const evaluation = await evaluationFiles(places, options.evaluation);
  if (!evaluation.ok) return evaluation;
  const trained = isTrainedOn(places, file) ? places : undefined;
  const run = trained?.folders.run;
  const [predictions, adapterConfig, trainerState] = await Promise.all([
    gatherPredictions(trained?.predictions, 'predictions.jsonl'),
    gatherAdapterConfig(run),
    gatherTrainerState(run),
  ]);
  return ok({
    ...{ labels, evaluation: evaluation.value, predictions },
    task: taskOf(withTask(places.yaml, options.task), predictions),
    adapterConfig: adapterConfig.gathered,
    trainerState: trainerState.gathered,
    isFullModel: adapterConfig.gathered.state === 'absent' && holdsModel(run),
    isTrained: trained !== undefined,
  });
}

/** Other data than the run was trained on say nothing about its settings, nor its answers about them. */
function isTrainedOn({ trainSet }: Places, file: string | undefined): boolean {
  return file === undefined || trainSet === undefined || trainSet.files.some(({ path }) => path === file);
}

async function evaluationFiles(places: Places, given: LintPlace | undefined): Promise<Result<DataFiles | undefined>> {
  if (given === undefined) return ok(places.evalSet);
  return findDataFiles(await openTree(given.files, ''), given.file ?? '', 'eval');
}

function taskOf(yaml: Places['yaml'], predictions: Gathered<Predictions>): Gathered<Task> {
  if (yaml?.task === undefined && predictions.state !== 'found') return absent('task in lockstep.yaml');
  return gatherTask(yaml, predictions);
}

function holdsModel(run: Folder | undefined): boolean {
  return run?.names().some((name) => /^(model|pytorch_model)[^/]*\.(safetensors|bin)$/.test(name)) ?? false;
}
