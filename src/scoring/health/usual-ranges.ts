export type TuningMethod = 'full' | 'lora';

/** What a training setting is usually, and who says so. Bounds are inclusive. */
export interface UsualRange {
  readonly method: TuningMethod;
  readonly setting: 'learning rate' | 'alpha / rank' | 'rank';
  readonly low: number;
  readonly high: number;
  /** From here on it is a mistake, not a choice; null where no source says so. */
  readonly error: number | null;
  readonly source: string;
}

/**
 * Learning rates and ranks with their sources (spec/evaluation.md 6.3). LoRA takes about ten times the rate of full fine-tuning, so the
 * commonest mistake is a rate carried over from the other method.
 */
export const USUAL_RANGES: readonly UsualRange[] = [
  {
    ...{ method: 'lora', setting: 'learning rate', low: 1e-5, high: 5e-4, error: 1e-3 },
    source:
      'LoRA Without Regret (Schulman et al. 2025; TRL’s page of that name): about 10 times the rate of full fine-tuning, nearly independent of rank; LLaMA-Factory’s default is 1e-4, 2e-4 is typical',
  },
  {
    ...{ method: 'full', setting: 'learning rate', low: 1e-6, high: 5e-5, error: 1e-4 },
    source: 'a tenth of the LoRA rate by LoRA Without Regret; Qwen’s recipes use 1e-5 and less',
  },
  {
    ...{ method: 'lora', setting: 'alpha / rank', low: 1, high: 2, error: null },
    source: 'alpha equal to the rank, or twice it (Unsloth’s LoRA guide; alpha 32 in LoRA Without Regret)',
  },
  {
    ...{ method: 'lora', setting: 'rank', low: 1, high: 512, error: null },
    source:
      'LoRA Without Regret: ranks from 1 to 512 learn small data alike; attention alone is worse than all linear layers at equal size',
  },
];
