import type { DecodingSettings, DecodingUsed } from '../generation.ts';
import { isSampling } from '../views/is-sampling.ts';

/** A setting that two runs were decoded with in different ways, as the user's files spell it. */
export interface DecodingDifference {
  readonly setting: string;
  readonly first: string;
  readonly second: string;
}

/** How a run was decoded, and the text of its token ids: ids of two vocabularies cannot be compared. */
export interface DecodedRun {
  readonly decoding: DecodingUsed | undefined;
  readonly tokenText: (id: number) => string | undefined;
}

type Key = 'doSample' | 'temperature' | 'topP' | 'topK' | 'repetitionPenalty' | 'maxNewTokens' | 'eosTokenIds';
type Sides = readonly [first: DecodingUsed, second: DecodingUsed];

const NAMES: Readonly<Record<Key, string>> = {
  ...{ doSample: 'do_sample', temperature: 'temperature', topP: 'top_p', topK: 'top_k' },
  ...{ repetitionPenalty: 'repetition_penalty', maxNewTokens: 'max_new_tokens', eosTokenIds: 'eos_token_id' },
};
const SAMPLING = ['temperature', 'topP', 'topK'] as const;

/**
 * In what two runs were decoded differently (spec/evaluation.md 1.14), as far as both are known: what a run does not state is the default
 * of its generation_config.json, and unknown without one. Settings without an effect (the temperature of greedy decoding) do not count.
 */
export function decodingDifferences(first: DecodedRun, second: DecodedRun): readonly DecodingDifference[] {
  if (first.decoding === undefined || second.decoding === undefined) return [];
  const sides: Sides = [first.decoding, second.decoding];
  return [
    ...samplingDifferences(sides),
    ...differing('repetitionPenalty', sides),
    ...differing('maxNewTokens', sides),
    ...(haveSameStopTokens(sides, [first, second]) ? differing('eosTokenIds', sides) : []),
  ];
}

function samplingDifferences(sides: Sides): readonly DecodingDifference[] {
  const [one, other] = [samples(sides[0]), samples(sides[1])];
  if (one === undefined || other === undefined) return [];
  if (one && other) return SAMPLING.flatMap((key) => differing(key, sides));
  if (one === other) return [];
  return [{ setting: 'sampling', first: samplingWords(sides[0], one), second: samplingWords(sides[1], other) }];
}

/** Where defaults turn what is stated into its opposite, it depends on the server which of them counts. */
function samples(used: DecodingUsed): boolean | undefined {
  const stated = isSampling(used.stated);
  const whole = isSampling({
    ...{ doSample: settingOf(used, 'doSample'), temperature: settingOf(used, 'temperature') },
    ...{ topP: settingOf(used, 'topP'), topK: settingOf(used, 'topK') },
  });
  return stated === undefined || stated === whole ? whole : undefined;
}

function samplingWords(used: DecodingUsed, sampling: boolean): string {
  if (!sampling) return 'greedy';
  const known = (['doSample', ...SAMPLING] as const).filter((key) => settingOf(used, key) !== undefined);
  return known.map((key) => `${NAMES[key]}=${wordsOf(used, key)}`).join(', ');
}

function differing(key: Key, [first, second]: Sides): readonly DecodingDifference[] {
  const [one, other] = [canonical(first, key), canonical(second, key)];
  if (one === undefined || other === undefined || one === other) return [];
  return [{ setting: NAMES[key], first: wordsOf(first, key), second: wordsOf(second, key) }];
}

/** Equal for settings that do the same: vLLM writes -1 for no top_k and transformers 0, and the order of stop tokens says nothing. */
function canonical(used: DecodingUsed, key: Key): string | undefined {
  const value = settingOf(used, key);
  if (key === 'topK' && typeof value === 'number' && value <= 0) return 'off';
  return typeof value === 'object' ? [...new Set(value)].sort((a, b) => a - b).join(', ') : value?.toString();
}

/** What is stated, else what every file of defaults says. */
function settingOf<K extends Key>({ stated, defaults }: DecodingUsed, key: K): DecodingSettings[K] | undefined {
  const [first, ...others] = defaults;
  const value = first?.[key];
  return stated[key] ?? (others.every((other) => String(other[key]) === String(value)) ? value : undefined);
}

function wordsOf(used: DecodingUsed, key: Key): string {
  const value = settingOf(used, key);
  const words = typeof value === 'object' ? value.join(', ') : String(value);
  return used.stated[key] === undefined ? `${words} (generation_config.json)` : words;
}

/** Two models have stop tokens of their own; which of them were set is a setting only where ids mean the same. */
function haveSameStopTokens(sides: Sides, runs: readonly [DecodedRun, DecodedRun]): boolean {
  const ids = sides.flatMap((used) => settingOf(used, 'eosTokenIds') ?? []);
  return ids.every((id) => {
    const text = runs[0].tokenText(id);
    return text !== undefined && text === runs[1].tokenText(id);
  });
}
