import * as v from 'valibot';
import { parseJson } from '../formats/json.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { ScaleSettings } from './module-scale.ts';
import { PeftConfig } from './peft-config.ts';

/** What adapter_config.json says about how the tensors beside it change the base weights. */
export interface AdapterSettings extends ScaleSettings {
  readonly format: 'peft' | 'mlx';
  readonly useDora: boolean;
  readonly fanInFanOut: boolean;
  readonly bias: 'none' | 'all' | 'lora_only';
  /** PEFT's `target_parameters`: paths of parameters that have no module of their own, as in mixture layers. */
  readonly targetParameters: readonly string[];
  readonly modulesToSave: readonly string[];
  /** Rows of `trainable_tokens_delta`, by embedding module; a list stands for the input embedding. */
  readonly tokenIndices: readonly number[] | Readonly<Record<string, readonly number[]>> | undefined;
  readonly ensureWeightTying: boolean;
  /** `true`, `false` or the name of an initialisation; some of them change the base weights. */
  readonly initialisation: boolean | string;
  /** Config keys that change what is served and that no file can be checked against, such as `alora_invocation_tokens`. */
  readonly unusual: readonly string[];
  /** mlx_lm's `scale` is the whole factor of the update (mlx-examples#982), where PEFT stores alpha and r. */
  readonly wholeScale?: number;
}

const Positive = v.pipe(v.number(), v.finite(), v.gtValue(0));

const MlxConfig = v.looseObject({
  fine_tune_type: v.nullish(v.string(), 'lora'),
  lora_parameters: v.looseObject({
    rank: Positive,
    scale: v.nullish(v.pipe(v.number(), v.finite())),
    alpha: v.nullish(v.pipe(v.number(), v.finite())),
  }),
});

/** Keys of `LoraConfig` whose effect cannot be written as a change of one weight. */
const UNUSUAL = ['layer_replication', 'alora_invocation_tokens', 'arrow_config', 'use_qalora', 'kasa_config'] as const;

/**
 * Reads adapter_config.json of PEFT (spec serving-contract.md B1) or mlx_lm. Another PEFT type than LoRA is refused by its name,
 * because its tensors mean something else.
 */
export function parseAdapterSettings(text: string): Result<AdapterSettings> {
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  const mlx = v.safeParse(MlxConfig, parsed.value.value);
  if (mlx.success) return mlxSettings(mlx.output);
  const read = v.safeParse(PeftConfig, parsed.value.value);
  if (!read.success) {
    const [issue] = read.issues;
    return failed(`expected ${issue.expected ?? 'another value'}, found ${issue.received}`, {
      key: v.getDotPath(issue) ?? '',
    });
  }
  const type = read.output.peft_type.toUpperCase();
  if (type !== 'LORA') return failed(`the adapter is of PEFT type ${type.slice(0, 60)}; only LORA is proved`);
  return ok(peftSettings(read.output));
}

function peftSettings(config: v.InferOutput<typeof PeftConfig>): AdapterSettings {
  return {
    format: 'peft',
    r: config.r,
    loraAlpha: config.lora_alpha,
    useRslora: config.use_rslora,
    rankPattern: config.rank_pattern,
    alphaPattern: config.alpha_pattern,
    useDora: config.use_dora,
    fanInFanOut: config.fan_in_fan_out,
    bias: config.bias,
    targetParameters: config.target_parameters,
    modulesToSave: config.modules_to_save,
    tokenIndices: config.trainable_token_indices ?? undefined,
    ensureWeightTying: config.ensure_weight_tying,
    initialisation: config.init_lora_weights,
    unusual: UNUSUAL.filter((key) => config[key] != null && config[key] !== false),
  };
}

function mlxSettings(config: v.InferOutput<typeof MlxConfig>): Result<AdapterSettings> {
  const { rank, scale, alpha } = config.lora_parameters;
  const type = config.fine_tune_type.toLowerCase();
  if (type !== 'lora' && type !== 'dora') {
    return failed(`the MLX adapter is of type ${type.slice(0, 60)}; only lora and dora are proved`);
  }
  // mlx_lm writes `scale`; files from before it had `alpha`, which mlx_lm divides by the rank.
  const whole = scale ?? (alpha == null ? undefined : alpha / rank);
  if (whole === undefined) return failed('lora_parameters has neither scale nor alpha', { key: 'lora_parameters' });
  return ok({
    format: 'mlx',
    r: rank,
    loraAlpha: whole * rank,
    useRslora: false,
    rankPattern: {},
    alphaPattern: {},
    useDora: type === 'dora',
    fanInFanOut: false,
    bias: 'none',
    targetParameters: [],
    modulesToSave: [],
    tokenIndices: undefined,
    ensureWeightTying: false,
    initialisation: true,
    unusual: [],
    wholeScale: whole,
  });
}
