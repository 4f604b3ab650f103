import * as v from 'valibot';

const flag = v.nullish(v.boolean(), false);
const Positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const Names = v.array(v.string());
const Pattern = v.nullish(v.record(v.string(), v.pipe(v.number(), v.finite())), {});
const Row = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** adapter_config.json as PEFT writes it (spec serving-contract.md B1), with its defaults where a key is missing (`LoraConfig` of 0.21). */
export const PeftConfig = v.looseObject({
  peft_type: v.nullish(v.string(), 'LORA'),
  peft_version: v.nullish(v.string()),
  base_model_name_or_path: v.nullish(v.string()),
  r: v.nullish(Positive, 8),
  lora_alpha: v.nullish(v.pipe(v.number(), v.finite()), 8),
  use_rslora: flag,
  use_dora: flag,
  fan_in_fan_out: flag,
  ensure_weight_tying: flag,
  bias: v.nullish(v.picklist(['none', 'all', 'lora_only']), 'none'),
  rank_pattern: Pattern,
  alpha_pattern: Pattern,
  target_modules: v.nullish(v.union([v.string(), Names])),
  target_parameters: v.nullish(Names, []),
  modules_to_save: v.nullish(Names, []),
  trainable_token_indices: v.nullish(v.union([v.array(Row), v.record(v.string(), v.array(Row))])),
  init_lora_weights: v.nullish(v.union([v.boolean(), v.string()]), true),
});
