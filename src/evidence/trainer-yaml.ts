import type { TrainingSettings } from './training-settings.ts';

/** YAML files beside the run that may be the trainer's configuration, with their plain settings; often there is none. */
export interface TrainerYaml {
  readonly files: readonly { readonly path: string; readonly settings: TrainingSettings['values'] }[];
}
