import * as v from 'valibot';
import { failed, ok, type Result } from '../lib/result.ts';

// Above any context length; keeps a typed-in 1e300 from sizing arrays.
const MAX_LENGTH = 100_000_000;

const whole = v.pipe(v.number(), v.integer(), v.minValue(-MAX_LENGTH), v.maxValue(MAX_LENGTH));
const positive = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_LENGTH));
const flag = v.nullish(v.boolean(), false);

const schema = v.object({
  /** Null or absent: no truncation. TRL itself fills in 1024 when the key is absent; whoever builds the config from flags does so too. */
  max_length: v.nullish(whole),
  truncation_mode: v.nullish(v.string(), 'keep_start'),
  packing: flag,
  /** `bfd-requeue` is the name that `bfd_split` had in TRL 0.29. */
  packing_strategy: v.pipe(
    v.nullish(v.string(), 'bfd'),
    v.transform((name) => (name === 'bfd-requeue' ? 'bfd_split' : name)),
  ),
  padding_free: flag,
  pad_to_multiple_of: v.nullish(positive),
  completion_only_loss: v.nullish(v.boolean(), null),
  assistant_only_loss: flag,
  dataset_text_field: v.nullish(v.string(), 'text'),
  dataset_kwargs: v.nullish(v.looseObject({ skip_prepare_dataset: flag }), {}),
  eos_token: v.nullish(v.string()),
  pad_token: v.nullish(v.string()),
  shuffle_dataset: flag,
  use_liger_kernel: flag,
  loss_type: v.nullish(v.string()),
  per_device_train_batch_size: v.nullish(positive),
  dataset_num_proc: v.nullish(positive),
  model_init_kwargs: v.nullish(v.looseObject({ attn_implementation: v.nullish(v.string()) }), {}),
  /** The old name of `max_length`, before TRL 0.16. */
  max_seq_length: v.nullish(whole),
  /** Stands for a `formatting_func` that fills this `str.format` pattern with the row. */
  formatting_func: v.nullish(v.string()),
});

/** The settings that decide labels, by TRL's own names and with its defaults. */
export type LabelConfig = v.InferOutput<typeof schema>;

export interface ReadConfig {
  readonly config: LabelConfig;
  /** Keys that decide no label, or that are misspelt. */
  readonly unknownKeys: readonly string[];
}

const KNOWN = new Set(Object.keys(schema.entries));

/** Validates training arguments once. Keys of other arguments are collected, not refused: a training_args.bin has over a hundred. */
export function readLabelConfig(given: unknown): Result<ReadConfig> {
  const read = v.safeParse(schema, given);
  if (!read.success) {
    const [issue] = read.issues;
    return failed(issue.message, { key: v.getDotPath(issue) ?? 'config' });
  }
  const keys = typeof given === 'object' && given !== null ? Object.keys(given) : [];
  return ok({ config: read.output, unknownKeys: keys.filter((key) => !KNOWN.has(key)) });
}
