import * as v from 'valibot';
import type { AdapterConfig } from '../evidence/adapter-facts.ts';
import { absent, found, unreadable } from '../evidence/gathered.ts';
import type { Folder } from './folder.ts';
import { problemText } from './problem-text.ts';
import { readJson } from './read-json.ts';
import type { Reading } from './reading.ts';

const flag = v.nullish(v.boolean());
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const pattern = v.nullish(v.record(v.string(), positive));
const names = v.array(v.string());

/** PEFT's defaults where a key is missing: r and lora_alpha are 8. */
const schema = v.looseObject({
  peft_type: v.nullish(v.string(), 'LORA'),
  base_model_name_or_path: v.nullish(v.string()),
  r: v.nullish(positive, 8),
  lora_alpha: v.nullish(v.pipe(v.number(), v.finite()), 8),
  use_rslora: flag,
  use_dora: flag,
  rank_pattern: pattern,
  alpha_pattern: pattern,
  target_modules: v.nullish(v.union([v.string(), names])),
  modules_to_save: v.nullish(names),
  init_lora_weights: v.nullish(v.union([v.boolean(), v.string()]), true),
  fan_in_fan_out: flag,
  peft_version: v.nullish(v.string()),
});

/** adapter_config.json of the run (spec serving-contract.md B1). */
export async function gatherAdapterConfig(run: Folder | undefined): Promise<Reading<AdapterConfig>> {
  const file = run?.find('adapter_config.json');
  if (!file) return { gathered: absent(run?.show('adapter_config.json') ?? 'run/adapter_config.json'), damage: [] };
  const read = await readJson(file, schema);
  if (!read.ok) return { gathered: unreadable(file.shown, problemText(read.problem)), damage: [] };
  const { value, damage } = read.value;
  const config: AdapterConfig = {
    path: file.shown,
    peftType: value.peft_type.toUpperCase(),
    r: value.r,
    loraAlpha: value.lora_alpha,
    useRslora: value.use_rslora ?? false,
    useDora: value.use_dora ?? false,
    rankPattern: value.rank_pattern ?? {},
    alphaPattern: value.alpha_pattern ?? {},
    modulesToSave: value.modules_to_save ?? [],
    initLoraWeights: value.init_lora_weights,
    fanInFanOut: value.fan_in_fan_out ?? false,
    ...(value.base_model_name_or_path == null ? {} : { baseModel: value.base_model_name_or_path }),
    ...(value.target_modules == null ? {} : { targetModules: value.target_modules }),
    ...(value.peft_version == null ? {} : { peftVersion: value.peft_version }),
  };
  return { gathered: found(config, file.shown), damage };
}
