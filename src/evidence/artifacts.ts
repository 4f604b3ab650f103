import type { TrainerState } from '../formats/trainer-state.ts';
import type { Task } from '../scoring/task.ts';
import type { AdapterConfig, AdapterWeights } from './adapter-facts.ts';
import type { Capture } from './capture.ts';
import type { DataSet } from './data-set.ts';
import type { Examples } from './examples.ts';
import type { GenerationConfigs, GenerationSettings } from './generation.ts';
import type { LabelFacts } from './label-facts.ts';
import type { Layout } from './layout.ts';
import type { MergeEvidence } from './merge-proof.ts';
import type { Predictions } from './predictions.ts';
import type { PromptComparison } from './prompt-comparison.ts';
import type { Requests } from './requests.ts';
import type { RunTokenizer } from './run-tokenizer.ts';
import type { Scores } from './scores.ts';
import type { SideFiles } from './side-files.ts';
import type { TemplatePlaces } from './template-places.ts';
import type { TemplateProbes } from './template-probes.ts';
import type { TrainedRows } from './trained-rows.ts';
import type { TrainerYaml } from './trainer-yaml.ts';
import type { TrainingSettings } from './training-settings.ts';
import type { Versions } from './versions.ts';
import type { WeightComparison, WeightIndex } from './weight-facts.ts';

/** Every fact a check can ask for. The first group is read from files, the second follows from the first. */
export interface Artifacts {
  layout: Layout;
  task: Task;
  trainData: DataSet;
  evalData: DataSet;
  capture: Capture;
  requests: Requests;
  generation: GenerationSettings;
  generationConfigs: GenerationConfigs;
  predictions: Predictions;
  basePredictions: Predictions;
  tokenizer: RunTokenizer;
  servedTokenizer: RunTokenizer;
  templates: TemplatePlaces;
  sideFiles: SideFiles;
  adapterConfig: AdapterConfig;
  adapterWeights: AdapterWeights;
  baseWeights: WeightIndex;
  servedWeights: WeightIndex;
  weightComparison: WeightComparison;
  mergeProof: MergeEvidence;
  trainerState: TrainerState;
  trainingSettings: TrainingSettings;
  trainerYaml: TrainerYaml;
  versions: Versions;

  templateProbes: TemplateProbes;
  trainExamples: Examples;
  evalExamples: Examples;
  trainedRows: TrainedRows;
  labelFacts: LabelFacts;
  promptComparison: PromptComparison;
  scores: Scores;
}

export type ArtifactName = keyof Artifacts;

/** Artifacts that follow from others by computation alone. */
export type DerivedName =
  | 'templateProbes'
  | 'trainExamples'
  | 'evalExamples'
  | 'trainedRows'
  | 'labelFacts'
  | 'promptComparison'
  | 'scores';

export const artifactNames = [
  'layout',
  'task',
  'trainData',
  'evalData',
  'capture',
  'requests',
  'generation',
  'generationConfigs',
  'predictions',
  'basePredictions',
  'tokenizer',
  'servedTokenizer',
  'templates',
  'sideFiles',
  'adapterConfig',
  'adapterWeights',
  'baseWeights',
  'servedWeights',
  'weightComparison',
  'mergeProof',
  'trainerState',
  'trainingSettings',
  'trainerYaml',
  'versions',
  'templateProbes',
  'trainExamples',
  'evalExamples',
  'trainedRows',
  'labelFacts',
  'promptComparison',
  'scores',
] as const satisfies readonly ArtifactName[];
