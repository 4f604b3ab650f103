import type { Plan } from './plan.ts';
import type { PlanInput } from './plan-input.ts';
import type { Release } from './releases.ts';

export type LabelSources = Pick<Plan, 'usesLabelsColumn' | 'usesCompletionMask' | 'usesAssistantMask'>;

/** Whether labels come from a column, and which masks apply otherwise (`build_labels` of sft_trainer.py; older releases lose some). */
export function labelSources(input: PlanInput, release: Release, completionOnly: boolean): LabelSources {
  const { config } = input.settings;
  const { behaviour } = release;
  const isTokenised = input.columns.includes('input_ids');
  const has = (column: string): boolean => input.columns.includes(column);
  const isPair = has('prompt');
  const makesCompletionMask = !isTokenised && isPair && behaviour.masksPrompt;
  const isCompletionMaskLost = behaviour.dropsCompletionMask && (config.packing || config.use_liger_kernel);
  const makesAssistantMask =
    !isTokenised && config.assistant_only_loss && (behaviour.assistantOnly === 'all' || !isPair);
  const isAssistantMaskLost = behaviour.ligerDropsAssistantMask && config.use_liger_kernel;
  const usesLabelsColumn = has('labels');
  return {
    usesLabelsColumn,
    usesCompletionMask:
      !usesLabelsColumn && completionOnly && !isCompletionMaskLost && (makesCompletionMask || has('completion_mask')),
    usesAssistantMask: !usesLabelsColumn && !isAssistantMaskLost && (makesAssistantMask || has('assistant_masks')),
  };
}
