import type { AdapterPart } from './adapter-parts.ts';
import type { AdapterSettings } from './adapter-settings.ts';
import { type KeyMap, modelPart } from './key-map.ts';
import { moduleScale } from './module-scale.ts';

/** What a server does with a part of an adapter. */
export interface ServerRule {
  readonly server: 'vLLM' | 'llama.cpp' | 'Ollama' | 'MLX';
  /** Where the rule was read: a date, because the projects change by the week. */
  readonly versionRead: string;
  readonly source: string;
  /** `error`: refuses to load; `ignored`: serves as if the part were not there; `other-scale`: counts the update differently. */
  readonly kind: 'error' | 'ignored' | 'other-scale' | 'ok';
  readonly why: string;
  /** Modules or settings that it is about; at most 20, the rest is in `count`. */
  readonly keys: readonly string[];
  readonly count: number;
}

export interface ServedAdapter {
  readonly settings: AdapterSettings;
  readonly parts: readonly AdapterPart[];
  /** Without a base model at hand, rules about paths say nothing. */
  readonly keyMap?: KeyMap;
  /** The largest rank of any module, from the tensors. */
  readonly largestRank: number;
  /** `tie_word_embeddings` and `architectures` of the base, where known. */
  readonly tied?: boolean;
  readonly architecture?: string;
}

const VLLM = { server: 'vLLM', versionRead: 'main, September 2026' } as const;
const LLAMA_CPP = { server: 'llama.cpp', versionRead: 'convert_lora_to_gguf.py, September 2026' } as const;
const OLLAMA = { server: 'Ollama', versionRead: 'main fb30760, 2026-08-21' } as const;
const MLX = { server: 'MLX', versionRead: 'issues to September 2026' } as const;
const MAX_KEYS = 20;
/** vLLM's --max-lora-rank where none is given. */
const VLLM_RANK = 16;

/** What servers do with this adapter, by rules that were read in their source or threads (spec serving-contract.md B6 and B7). */
export function serverRules(adapter: ServedAdapter): readonly ServerRule[] {
  const rules = [...vllmRules(adapter), ...llamaCppRules(adapter), ...ollamaRules(adapter), ...mlxRules(adapter)];
  return rules.map((rule) => ({ ...rule, keys: rule.keys.slice(0, MAX_KEYS) }));
}

type Draft = Omit<ServerRule, 'count'>;

function counted(rules: readonly (Draft | undefined)[]): readonly ServerRule[] {
  return rules.flatMap((rule) => (rule && rule.keys.length > 0 ? [{ ...rule, count: rule.keys.length }] : []));
}

const VLLM_PEFT = 'vllm/lora/peft_helper.py';

function vllmRules(adapter: ServedAdapter): readonly ServerRule[] {
  return counted([...vllmErrors(adapter), ...vllmLosses(adapter)]);
}

/** What vLLM refuses to load. */
function vllmErrors({ settings, parts, largestRank }: ServedAdapter): readonly Draft[] {
  const error = (why: string, keys: readonly string[], source = VLLM_PEFT): Draft => {
    return { ...VLLM, source, kind: 'error', why, keys };
  };
  return [
    error('DoRA is not supported', settings.useDora ? ['use_dora'] : []),
    error('modules_to_save must be null', settings.modulesToSave),
    error('bias must be none', settings.bias === 'none' ? [] : ['bias']),
    error(
      `the rank is above --max-lora-rank, which is ${VLLM_RANK} unless it is raised`,
      largestRank > VLLM_RANK ? [`rank ${largestRank}`] : [],
    ),
    error(
      'keys must end in lora_A/B.weight or lora_embedding_A/B',
      parts.filter(({ role }) => role === 'token-rows' || role === 'lora-bias').map(({ tensor }) => tensor),
      'vllm#36501',
    ),
  ];
}

/** What vLLM loads and serves otherwise than it was trained. */
function vllmLosses(adapter: ServedAdapter): readonly Draft[] {
  const { settings, parts, keyMap } = adapter;
  const visual = pathsOf(parts).filter((path) => modelPart(path) !== 'language');
  return [
    {
      ...VLLM,
      source: VLLM_PEFT,
      kind: 'other-scale',
      why: 'rank_pattern and alpha_pattern are filtered away: one scale for all modules',
      keys: otherScales(adapter, (path) => moduleScale({ ...settings, rankPattern: {}, alphaPattern: {} }, path)),
    },
    {
      ...VLLM,
      source: 'vllm#34186, #48019',
      kind: 'ignored',
      why: 'the module is known by its last name but not under this path: the base answers with HTTP 200',
      keys: keyMap?.suffixOnly ?? [],
    },
    {
      ...VLLM,
      source: 'vllm#26674, #31479',
      kind: 'ignored',
      why: 'vision and projector modules are left out unless --enable-tower-connector-lora is given and the model supports it',
      keys: visual,
    },
  ];
}

function llamaCppRules(adapter: ServedAdapter): readonly ServerRule[] {
  const { settings, parts, tied } = adapter;
  const other = parts.filter(({ role }) => role !== 'a' && role !== 'b').map(({ tensor }) => tensor);
  const head = tied ? pathsOf(parts).filter((path) => /(^|\.)lm_head$/.test(path)) : [];
  return counted([
    {
      ...LLAMA_CPP,
      source: 'llama.cpp#11554, #9948, #6536',
      kind: 'error',
      why: 'the converter exits at the first tensor that is not lora_A or lora_B',
      keys: other,
    },
    {
      ...LLAMA_CPP,
      source: 'llama.cpp#9065',
      kind: 'error',
      why: 'the output layer of a tied model has no tensor to add to',
      keys: head,
    },
    {
      ...LLAMA_CPP,
      source: 'convert_lora_to_gguf.py: adapter.lora.alpha = lora_alpha, run as alpha / rank',
      kind: 'other-scale',
      why: 'rslora and alpha_pattern are ignored; the rank is read from each tensor',
      keys: otherScales(adapter, (path) => moduleScale({ ...settings, useRslora: false, alphaPattern: {} }, path)),
    },
  ]);
}

const OLLAMA_ARCHITECTURES = /^(Llama|Gemma2)/;

function ollamaRules(adapter: ServedAdapter): readonly ServerRule[] {
  const { settings, architecture } = adapter;
  const unsupported = architecture !== undefined && !OLLAMA_ARCHITECTURES.test(architecture) ? [architecture] : [];
  const source = 'ollama convert/*.go';
  const alpha = Math.trunc(settings.loraAlpha);
  const plain = { ...settings, loraAlpha: alpha, useRslora: false, rankPattern: {}, alphaPattern: {} };
  return counted([
    {
      ...OLLAMA,
      source,
      kind: 'error',
      why: 'ADAPTER takes safetensors of llama and gemma2 models only',
      keys: unsupported,
    },
    {
      ...OLLAMA,
      source,
      kind: 'ignored',
      why: 'DoRA magnitudes are ignored',
      keys: settings.useDora ? ['use_dora'] : [],
    },
    {
      ...OLLAMA,
      source,
      kind: 'other-scale',
      why: 'patterns and rslora are ignored, and lora_alpha is read as a whole number',
      keys: otherScales(adapter, (path) => moduleScale(plain, path)),
    },
  ]);
}

function mlxRules({ settings, parts }: ServedAdapter): readonly ServerRule[] {
  if (settings.format !== 'mlx') return [];
  return counted([
    {
      ...MLX,
      source: 'mlx-vlm#841, #845, PR #846',
      kind: 'other-scale',
      why: 'mlx-vlm used alpha as the whole factor until PR #846: the version that trained must be the one that serves',
      keys: parts.length === 0 ? [] : ['lora_parameters'],
    },
  ]);
}

/** Modules that the server counts with another scale than PEFT. */
function otherScales(
  { settings, parts }: ServedAdapter,
  served: (path: string) => number | undefined,
): readonly string[] {
  if (settings.format !== 'peft') return [];
  return pathsOf(parts).filter((path) => {
    const [own, other] = [moduleScale(settings, path), served(path)];
    return own !== undefined && other !== undefined && Math.abs(own - other) > Math.abs(own) * 1e-9;
  });
}

function pathsOf(parts: readonly AdapterPart[]): readonly string[] {
  const updates = parts.filter(({ role }) => role === 'a' || role === 'embedding-a' || role === 'mlx-a');
  return [...new Set(updates.map(({ path }) => path))];
}
