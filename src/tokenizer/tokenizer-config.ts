import * as v from 'valibot';
import { addedTokenFlags } from './added-token-flags.ts';

const addedTokenText = v.union([
  v.string(),
  v.pipe(
    v.looseObject({ content: v.string() }),
    v.transform((token) => token.content),
  ),
]);
const named = v.nullish(addedTokenText);
const listed = v.nullish(v.union([v.array(addedTokenText), v.record(v.string(), addedTokenText)]));

/** The parts of tokenizer_config.json that decide which tokens exist and which are special. */
export const tokenizerConfig = v.looseObject({
  added_tokens_decoder: v.optional(
    v.record(
      v.pipe(v.string(), v.regex(/^\d{1,9}$/, 'is not a token id')),
      v.looseObject({
        content: v.string(),
        ...addedTokenFlags,
      }),
    ),
    {},
  ),
  bos_token: named,
  eos_token: named,
  unk_token: named,
  sep_token: named,
  pad_token: named,
  cls_token: named,
  mask_token: named,
  additional_special_tokens: listed,
  extra_special_tokens: listed,
});

export type TokenizerConfig = v.InferOutput<typeof tokenizerConfig>;

const NAMED = ['bos_token', 'eos_token', 'unk_token', 'sep_token', 'pad_token', 'cls_token', 'mask_token'] as const;

/**
 * Special tokens by the names under which transformers hands them to chat templates: `bos_token` …, and those of a named list
 * (`image_token`).
 */
export function namedTokens(config: TokenizerConfig): Readonly<Record<string, string>> {
  const named = NAMED.map((name) => [name, config[name]] as const);
  const { extra_special_tokens: extra } = config;
  const more = extra === null || extra === undefined || Array.isArray(extra) ? [] : Object.entries(extra);
  return Object.fromEntries(
    [...named, ...more].flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])),
  );
}

/** Texts of the tokens the configuration names as special: transformers registers all of them as special when it loads. */
export function namedSpecialTokens(config: TokenizerConfig): string[] {
  const lists = [config.additional_special_tokens, config.extra_special_tokens];
  const names = [...NAMED.map((name) => config[name]), ...lists.flatMap((list) => (list ? Object.values(list) : []))];
  return names.filter((name) => typeof name === 'string');
}
