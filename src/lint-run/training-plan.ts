import type { Setting } from '../evidence/training-settings.ts';
import { hasLearned } from '../evidence/views/has-learned.ts';
import type { TrainerState } from '../formats/trainer-state.ts';
import type { LintInputs } from '../gather/lint-inputs.ts';
import type { HealthSettings } from '../scoring/health/data-health.ts';
import type { TuningMethod } from '../scoring/health/usual-ranges.ts';

/** Settings of the trainer as far as the health of data is judged by them, and what the run recorded. */
export interface TrainingPlan extends HealthSettings {
  /** Optimizer steps that were really taken. */
  readonly recordedSteps?: number | undefined;
  /** The loss is finite throughout and ended well below its start; false where no log shows it. */
  readonly learned: boolean;
}

/** Reads the plan from training arguments, adapter and training log; what none of them says is undefined. */
export function trainingPlan(inputs: LintInputs): TrainingPlan {
  const { labels, trainerState, adapterConfig } = inputs;
  const { trainingSettings } = labels.evidence;
  const values = inputs.isTrained && trainingSettings.state === 'found' ? trainingSettings.value.values : {};
  const state = trainerState.state === 'found' ? trainerState.value : undefined;
  const config = adapterConfig.state === 'found' ? adapterConfig.value : undefined;
  // rsLoRA scales by the root of the rank, and patterns give modules ranks of their own.
  const isPlain =
    config !== undefined &&
    !config.useRslora &&
    Object.keys(config.rankPattern).length + Object.keys(config.alphaPattern).length === 0;
  return {
    method: methodOf(inputs),
    learningRate: numberOf(values.learning_rate),
    rank: config?.r,
    alpha: isPlain ? config.loraAlpha : undefined,
    epochs: epochsOf(values, state),
    batchRows: batchOf(values),
    recordedSteps: state?.global_step,
    learned: state !== undefined && hasLearned(state),
  };
}

function methodOf({ adapterConfig, isFullModel }: LintInputs): TuningMethod | undefined {
  if (adapterConfig.state === 'found') return adapterConfig.value.peftType === 'LORA' ? 'lora' : undefined;
  return isFullModel ? 'full' : undefined;
}

/** What was really run through wins over what was asked for; `max_steps` replaces the number of epochs. */
function epochsOf(values: Readonly<Record<string, Setting>>, state: TrainerState | undefined): number | undefined {
  if (typeof state?.epoch === 'number' && Number.isFinite(state.epoch)) return state.epoch;
  return (numberOf(values.max_steps) ?? -1) > 0 ? undefined : numberOf(values.num_train_epochs);
}

/** Rows for a step on one device. How many devices there were no file says; packing makes one row of several. */
function batchOf(values: Readonly<Record<string, Setting>>): number | undefined {
  const rows = numberOf(values.per_device_train_batch_size);
  if (rows === undefined || values.packing?.value === true) return undefined;
  return rows * (numberOf(values.gradient_accumulation_steps) ?? 1);
}

function numberOf(setting: Setting | undefined): number | undefined {
  const value = setting?.value;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
