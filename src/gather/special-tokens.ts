import * as v from 'valibot';
import type { Damage } from '../evidence/damage.ts';
import type { Folder } from './folder.ts';
import { problemText } from './problem-text.ts';
import { readJson } from './read-json.ts';

const NAMES = ['bos_token', 'eos_token', 'unk_token', 'sep_token', 'pad_token', 'cls_token', 'mask_token'] as const;
const token = v.pipe(
  v.union([v.string(), v.looseObject({ content: v.string() })]),
  v.transform((given) => (typeof given === 'string' ? given : given.content)),
);
const file = v.looseObject({ extra_special_tokens: v.optional(v.unknown()) });

/** Named special tokens as transformers hands them to a chat template, with what could not be read. */
export interface SpecialTokens {
  readonly tokens: Readonly<Record<string, string>>;
  readonly damage: readonly Damage[];
  /** Names of files that are no JSON objects. */
  readonly broken: ReadonlySet<string>;
}

/**
 * Reads special_tokens_map.json and tokenizer_config.json; the second wins, as in transformers, which reads the map only for
 * tokenizers saved by old versions. `extra_special_tokens` may name more (`image_token`, …).
 */
export async function readSpecialTokens(folder: Folder): Promise<SpecialTokens> {
  const tokens: Record<string, string> = {};
  const damage: Damage[] = [];
  const broken = new Set<string>();
  for (const name of ['special_tokens_map.json', 'tokenizer_config.json']) {
    const located = folder.find(name);
    if (!located) continue;
    const read = await readJson(located, file);
    if (!read.ok) {
      damage.push({ path: located.shown, reason: problemText(read.problem) });
      broken.add(name);
      continue;
    }
    damage.push(...read.value.damage);
    Object.assign(tokens, namedTokens(read.value.value));
  }
  return { tokens, damage, broken };
}

function namedTokens(config: v.InferOutput<typeof file>): Readonly<Record<string, string>> {
  const named: [string, unknown][] = NAMES.map((name) => [name, config[name]]);
  const { extra_special_tokens: extra } = config;
  if (typeof extra === 'object' && extra !== null && !Array.isArray(extra)) named.push(...Object.entries(extra));
  const texts = named.flatMap(([name, value]) => {
    const text = v.safeParse(token, value);
    return text.success && name !== '__proto__' ? [[name, text.output] as const] : [];
  });
  return Object.fromEntries(texts);
}
