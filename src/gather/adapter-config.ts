import { PeftConfig } from '../adapter/peft-config.ts';
import type { AdapterConfig } from '../evidence/adapter-facts.ts';
import { absent, found, unreadable } from '../evidence/gathered.ts';
import type { Folder } from './folder.ts';
import { problemText } from './problem-text.ts';
import { readJson } from './read-json.ts';
import type { Reading } from './reading.ts';

/** adapter_config.json of the run (spec serving-contract.md B1). */
export async function gatherAdapterConfig(run: Folder | undefined): Promise<Reading<AdapterConfig>> {
  const file = run?.find('adapter_config.json');
  if (!file) return { gathered: absent(run?.show('adapter_config.json') ?? 'run/adapter_config.json'), damage: [] };
  const read = await readJson(file, PeftConfig);
  if (!read.ok) return { gathered: unreadable(file.shown, problemText(read.problem)), damage: [] };
  const { value, damage } = read.value;
  const config: AdapterConfig = {
    path: file.shown,
    peftType: value.peft_type.toUpperCase(),
    r: value.r,
    loraAlpha: value.lora_alpha,
    useRslora: value.use_rslora,
    useDora: value.use_dora,
    rankPattern: value.rank_pattern,
    alphaPattern: value.alpha_pattern,
    modulesToSave: value.modules_to_save,
    initLoraWeights: value.init_lora_weights,
    fanInFanOut: value.fan_in_fan_out,
    ...(value.base_model_name_or_path == null ? {} : { baseModel: value.base_model_name_or_path }),
    ...(value.target_modules == null ? {} : { targetModules: value.target_modules }),
    ...(value.peft_version == null ? {} : { peftVersion: value.peft_version }),
  };
  return { gathered: found(config, file.shown), damage };
}
