import type { LabelConfig } from '../label-config.ts';
import type { TrainerFailure } from '../training-setup.ts';

const failure = (message: string): TrainerFailure => ({ type: 'ValueError', message });

/**
 * What SFTTrainer refuses for data sets with images before it looks at a row (sft_trainer.py:1048, 1.13; up to 1.9 the same four are
 * refused for every model with a processor).
 */
export function visionGuards(config: LabelConfig): TrainerFailure | undefined {
  if (config.packing) return failure('Packing is not supported for vision datasets. Set packing to false.');
  if (config.padding_free)
    return failure('Padding-free training is not supported for vision datasets. Set padding_free to false.');
  if (config.assistant_only_loss) {
    return failure(
      'Assistant-only loss is not supported for vision datasets. Set it to false and store rows as prompt and completion.',
    );
  }
  if (typeof config.max_length === 'number' && config.truncation_mode === 'keep_end') {
    return failure(
      "truncation_mode 'keep_end' is not supported for vision datasets. Use 'keep_start', or set max_length to null.",
    );
  }
  return undefined;
}
