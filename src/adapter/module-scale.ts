/** The keys of adapter_config.json that decide how strongly a module's update counts. */
export interface ScaleSettings {
  readonly r: number;
  readonly loraAlpha: number;
  readonly useRslora: boolean;
  readonly rankPattern: Readonly<Record<string, number>>;
  readonly alphaPattern: Readonly<Record<string, number>>;
}

/** Pattern keys are regular expressions from an untrusted file: longer ones, or ones that could backtrack for long, are not run. */
const MAX_KEY_LENGTH = 256;
const MAX_QUANTIFIERS = 2;
const MAX_MODULE_LENGTH = 256;

/**
 * The factor of B·A for a module: alpha / r, or alpha / √r with rslora (PEFT's `LoraLayer.update_layer`; spec serving-contract.md
 * B3). `module` is the path without `base_model.model.`. Undefined when a pattern cannot be judged.
 */
export function moduleScale(settings: ScaleSettings, module: string): number | undefined {
  const r = patternValue(settings.rankPattern, module, settings.r);
  const alpha = patternValue(settings.alphaPattern, module, settings.loraAlpha);
  if (r === undefined || alpha === undefined || r <= 0) return undefined;
  return alpha / (settings.useRslora ? Math.sqrt(r) : r);
}

/** PEFT's `get_pattern_key`: the first key with `re.match(rf"(.*\.)?({key})$", module)`. */
function patternValue(
  pattern: Readonly<Record<string, number>>,
  module: string,
  otherwise: number,
): number | undefined {
  for (const [key, value] of Object.entries(pattern)) {
    const matches = matchesKey(key, module);
    if (matches === undefined) return undefined;
    if (matches) return value;
  }
  return otherwise;
}

function matchesKey(key: string, module: string): boolean | undefined {
  const quantifiers = key.match(/[*+{]/g)?.length ?? 0;
  const nested = /\)[*+?{]/.test(key);
  if (key.length > MAX_KEY_LENGTH || module.length > MAX_MODULE_LENGTH) return undefined;
  if (quantifiers > MAX_QUANTIFIERS || nested) return undefined;
  try {
    return new RegExp(`^(?:.*\\.)?(?:${key})$`).test(module);
  } catch {
    return undefined;
  }
}
