import * as v from 'valibot';
import { found, type Gathered, unreadable } from '../evidence/gathered.ts';
import type { RunTokenizer } from '../evidence/run-tokenizer.ts';
import type { TokenizerSource } from '../evidence/tokenizer-source.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { Folder } from './folder.ts';
import { readJson } from './read-json.ts';
import { gatherTokenizer } from './tokenizer.ts';

/** As in gather/tokenizer.ts. */
const TOKENIZER_LIMIT = 128 * 1024 * 1024;

const model = v.looseObject({
  model: v.looseObject({ type: v.optional(v.string()), merges: v.optional(v.array(v.unknown())) }),
});
const config = v.looseObject({
  add_bos_token: v.nullish(v.boolean()),
  add_eos_token: v.nullish(v.boolean()),
});

/** The tokenizer of a folder with what a converter would take from its files. */
export async function gatherTokenizerSource(folder: Folder): Promise<Gathered<TokenizerSource>> {
  const { gathered } = await gatherTokenizer([{ side: 'run', folder }]);
  if (gathered.state !== 'found') return gathered;
  const [json, configFile] = [folder.find('tokenizer.json'), folder.find('tokenizer_config.json')];
  const text = await json?.files.text(json.path, TOKENIZER_LIMIT);
  const read = configFile && (await readJson(configFile, config));
  const flags = read?.ok ? read.value.value : {};
  if (!text?.ok) return unreadable(gathered.from, 'it could not be read a second time');
  return found(sourceOf(gathered.value, text.value, flags), gathered.from);
}

function sourceOf(tokenizer: RunTokenizer, json: string, flags: v.InferOutput<typeof config>): TokenizerSource {
  // The tokenizer was loaded from the same text, so it is JSON; old files have no model section.
  const parsed = v.safeParse(model, JSON.parse(json));
  const { type, merges } = parsed.success ? parsed.output.model : {};
  return {
    tokenizer,
    merges: merges === undefined ? undefined : () => mergeTexts(merges),
    ...(type === undefined ? {} : { modelType: type }),
    ...(flags.add_bos_token == null ? {} : { addBosFlag: flags.add_bos_token }),
    ...(flags.add_eos_token == null ? {} : { addEosFlag: flags.add_eos_token }),
  };
}

/**
 * Merges as GGUF writes them. tokenizers 0.20 and later write pairs; a space inside one of them is moved up by 256, as gguf-py's
 * SpecialVocab does, or it could not be told from the one between them.
 */
function mergeTexts(merges: readonly unknown[]): Result<readonly string[]> {
  const texts: string[] = [];
  for (const [index, merge] of merges.entries()) {
    if (typeof merge === 'string') texts.push(merge);
    else if (isPair(merge)) texts.push(merge.map((part) => part.replaceAll(' ', '\u0120')).join(' '));
    else return failed('is neither a text nor a pair of texts', { key: `model.merges[${index}]` });
  }
  return ok(texts);
}

function isPair(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}
