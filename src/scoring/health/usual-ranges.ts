export type TuningMethod = 'full' | 'lora';

/** What a training setting is usually, and who says so. Bounds are inclusive. */
export interface UsualRange {
  readonly method: TuningMethod;
  readonly setting: 'learning rate' | 'alpha / rank';
  readonly low: number;
  readonly high: number;
  /** From here on it is a mistake, not a choice; null where no source says so. */
  readonly error: number | null;
  readonly source: string;
}

/**
 * Learning rates and scales with their sources (spec/evaluation.md 6.3), for models of a billion parameters and more: toys take a hundred
 * times as much. A rank has no range: Schulman et al. 2025 find the best rate nearly independent of it, and small data learned alike at
 * any rank. LoRA takes about ten times the rate of full fine-tuning, so the commonest mistake is a rate carried over from the other one.
 */
export const USUAL_RANGES: readonly UsualRange[] = [
  {
    ...{ method: 'lora', setting: 'learning rate', low: 5e-6, high: 5e-4, error: 1e-3 },
    source:
      'LoRA Without Regret (Schulman et al. 2025; page of that name in the TRL documentation): about 10 times the rate of full fine-tuning; Unsloth’s LoRA hyperparameter guide: 5e-6 to 2e-4, start at 2e-4; LoRA Learns Less and Forgets Less (arXiv 2405.09673): the highest rate that is stable',
  },
  {
    ...{ method: 'full', setting: 'learning rate', low: 1e-6, high: 5e-5, error: 1e-4 },
    source: 'a tenth of what LoRA takes (Schulman et al. 2025); Qwen’s fine-tuning recipes use 1e-5 and less',
  },
  {
    ...{ method: 'lora', setting: 'alpha / rank', low: 1, high: 2, error: null },
    source: 'Unsloth’s LoRA hyperparameter guide: alpha equal to the rank, or twice it',
  },
];
