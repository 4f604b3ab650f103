import type { AdapterConfig } from '../evidence/adapter-facts.ts';
import type { Damage } from '../evidence/damage.ts';
import type { GatheredEvidence } from '../evidence/evidence.ts';
import { found, type Gathered } from '../evidence/gathered.ts';
import type { RunFiles } from '../source/run-files.ts';
import { gatherAdapterConfig } from './adapter-config.ts';
import { gatherAdapterWeights } from './adapter-weights.ts';
import { gatherCapture } from './capture.ts';
import { type CaptureMeta, gatherCaptureMeta } from './capture-meta.ts';
import { gatherDataSet } from './data-set.ts';
import { gatherGeneration } from './generation.ts';
import { gatherGenerationConfigs } from './generation-configs.ts';
import { findPlaces, type GivenFolders, type Places } from './layout.ts';
import { gatherMergeEvidence } from './merge-evidence.ts';
import { type ModelWeights, openModelWeights } from './model-weights.ts';
import { gatherPredictions } from './predictions.ts';
import type { Reading } from './reading.ts';
import { gatherRequests } from './requests.ts';
import { gatherSideFiles } from './side-files.ts';
import { gatherTask } from './task.ts';
import { gatherTemplates } from './templates.ts';
import { gatherTokenizer } from './tokenizer.ts';
import { gatherTrainerState } from './trainer-state.ts';
import { gatherTrainerYaml } from './trainer-yaml.ts';
import { gatherTrainingSettings } from './training-settings.ts';
import { gatherVersions } from './versions.ts';
import { compareWeights } from './weight-comparison.ts';

/**
 * Reads a run into validated facts. Whatever is missing or damaged is a value; only bugs throw. `base` and `served` are folders
 * that the user named apart from the run folder; they win over lockstep.yaml and the usual names.
 */
export async function gather(files: RunFiles, options: GivenFolders = {}): Promise<GatheredEvidence> {
  const places = await findPlaces(files, options);
  const config = gatherAdapterConfig(places.folders.run);
  const [model, data, answers] = await Promise.all([
    gatherModel(places, config),
    gatherRecords(places, config),
    gatherAnswers(places),
  ]);
  const damage: Damage[] = [...places.layout.damage, ...model.damage, ...data.damage, ...answers.damage];
  const evidence = { ...model.evidence, ...data.evidence, ...answers.evidence };
  for (const gathered of Object.values(evidence)) damage.push(...damageOf(gathered));
  const layout = { ...places.layout, damage: distinct(damage) };
  return { layout: found(layout, places.yaml?.path ?? files.root), ...evidence };
}

type Part<K extends keyof GatheredEvidence> = {
  readonly evidence: Pick<GatheredEvidence, K>;
  /** Damage that the artifacts themselves have no place for. */
  readonly damage: readonly Damage[];
};

async function gatherModel(
  places: Places,
  configuring: Promise<Reading<AdapterConfig>>,
): Promise<
  Part<
    | 'adapterConfig'
    | 'adapterWeights'
    | 'baseWeights'
    | 'servedWeights'
    | 'weightComparison'
    | 'mergeProof'
    | 'tokenizer'
    | 'servedTokenizer'
    | 'templates'
    | 'sideFiles'
    | 'generationConfigs'
  >
> {
  const { run, base, served } = places.folders;
  const [config, baseModel, servedModel, tokenizer, servedTokenizer, templates, sideFiles, generationConfigs] =
    await Promise.all([
      configuring,
      openModelWeights('base', base),
      openModelWeights('served', served),
      gatherTokenizer([
        { side: 'run', folder: run },
        { side: 'base', folder: base },
      ]),
      gatherTokenizer([{ side: 'served', folder: served }]),
      gatherTemplates(places),
      gatherSideFiles(places),
      gatherGenerationConfigs(places),
    ]);
  const [weights, weightComparison] = await Promise.all([
    gatherAdapterWeights(run, config.gathered, baseModel),
    compareWeights(baseModel, servedModel),
  ]);
  const mergeProof = await gatherMergeEvidence({
    folders: places.folders,
    base: baseModel,
    served: servedModel,
    adapter: weights.gathered,
  });
  return {
    evidence: {
      adapterConfig: config.gathered,
      adapterWeights: weights.gathered,
      baseWeights: indexOf(baseModel),
      servedWeights: indexOf(servedModel),
      weightComparison,
      mergeProof,
      tokenizer: tokenizer.gathered,
      servedTokenizer: servedTokenizer.gathered,
      templates: templates.gathered,
      sideFiles: sideFiles.gathered,
      generationConfigs: generationConfigs.gathered,
    },
    damage: allDamage([config, weights, tokenizer, servedTokenizer, templates, sideFiles, generationConfigs]),
  };
}

async function gatherRecords(
  places: Places,
  configuring: Promise<Reading<AdapterConfig>>,
): Promise<
  Part<'trainData' | 'evalData' | 'capture' | 'trainingSettings' | 'trainerYaml' | 'versions' | 'trainerState'>
> {
  const { run, capture: captureFolder } = places.folders;
  const meta = await gatherCaptureMeta(captureFolder);
  const [settings, capture, trainerState, config] = await Promise.all([
    gatherTrainingSettings(run, meta),
    gatherCapture(captureFolder, meta),
    gatherTrainerState(run),
    configuring,
  ]);
  const field =
    settings.gathered.state === 'found' ? settings.gathered.value.values.dataset_text_field?.value : undefined;
  const textField = typeof field === 'string' ? field : undefined;
  const [trainData, evalData, versions, trainerYaml] = await Promise.all([
    gatherDataSet(places.trainSet, 'train.jsonl', textField),
    gatherDataSet(places.evalSet, 'eval.jsonl', textField),
    gatherVersions(run, meta, config.gathered),
    gatherTrainerYaml(places.root, run),
  ]);
  const evidence = {
    trainData,
    evalData,
    capture,
    trainingSettings: settings.gathered,
    trainerYaml,
    versions,
    trainerState: trainerState.gathered,
  };
  return { evidence, damage: [...metaDamage(meta), ...allDamage([settings, trainerState])] };
}

async function gatherAnswers(
  places: Places,
): Promise<Part<'task' | 'requests' | 'generation' | 'predictions' | 'basePredictions'>> {
  const { inference } = places.folders;
  const [requests, generation, predictions, basePredictions] = await Promise.all([
    gatherRequests(inference),
    gatherGeneration(inference),
    gatherPredictions(places.predictions, 'predictions.jsonl'),
    gatherPredictions(places.basePredictions, 'predictions.base.jsonl'),
  ]);
  const task = gatherTask(places.yaml, predictions);
  return {
    evidence: { task, requests, generation: generation.gathered, predictions, basePredictions },
    damage: generation.damage,
  };
}

function indexOf(model: Gathered<ModelWeights>): GatheredEvidence['baseWeights'] {
  return model.state === 'found' ? found(model.value.index, model.from) : model;
}

function metaDamage(meta: Gathered<CaptureMeta>): readonly Damage[] {
  if (meta.state === 'found') return meta.value.damage;
  return meta.state === 'unreadable' ? [{ path: meta.from, reason: meta.reason }] : [];
}

function allDamage(readings: readonly Reading<unknown>[]): readonly Damage[] {
  return readings.flatMap(({ damage }) => damage);
}

function damageOf(gathered: Gathered<unknown>): readonly Damage[] {
  if (gathered.state === 'unreadable') return [{ path: gathered.from, reason: gathered.reason }];
  if (gathered.state === 'absent' || !hasDamage(gathered.value)) return [];
  return gathered.value.damage;
}

function hasDamage(value: unknown): value is { readonly damage: readonly Damage[] } {
  return typeof value === 'object' && value !== null && 'damage' in value && Array.isArray(value.damage);
}

/** One file may be read for several artifacts (tokenizer_config.json for two), and its damage is told once. */
function distinct(damage: readonly Damage[]): readonly Damage[] {
  return [...new Map(damage.map((entry) => [JSON.stringify([entry.path, entry.line, entry.reason]), entry])).values()];
}
