import type { LabelConfig } from '../label-config.ts';
import type { LabelWarning } from '../label-prediction.ts';
import { packsDocuments } from './packs-documents.ts';
import { warning } from './warning.ts';

/** `FLASH_ATTENTION_VARIANTS` of sft_trainer.py, compared without `@revision` and `:kernel`. */
const FLASH_ATTENTION = new Set([
  'flash_attention_2',
  'flash_attention_3',
  'kernels-community/flash-attn2',
  'kernels-community/flash-attn3',
  'kernels-community/vllm-flash-attn3',
]);

// The model decides in the end; its setting is known only when it is passed to the trainer.
function usesFlashAttention(config: LabelConfig): boolean {
  const [name = ''] = (config.model_init_kwargs?.attn_implementation ?? '').split(/[@:]/);
  return FLASH_ATTENTION.has(name);
}

export interface PlanWarnings {
  /** Logged while the collator is chosen. */
  readonly early: readonly LabelWarning[];
  /** Logged after it was. */
  readonly late: readonly LabelWarning[];
}

/** What TRL logs about packing and padding-free batches; between the two it looks for the padding token, which can end it. */
export function planWarnings(config: LabelConfig): PlanWarnings {
  const packs = packsDocuments(config);
  const isAtRisk = !usesFlashAttention(config);
  const late = packs && isAtRisk ? [warning('packing-without-flash-attention')] : [];
  if (!(config.padding_free || packs)) return { early: [], late };
  const early: LabelWarning[] = [];
  if (config.packing && config.packing_strategy === 'wrapped') early.push(warning('padding-free-wrapped'));
  if (isAtRisk) early.push(warning('padding-free-without-flash-attention'));
  if (config.per_device_train_batch_size === 1 && !config.packing) early.push(warning('padding-free-batch-of-one'));
  return { early, late };
}
