import * as v from 'valibot';

const flag = v.optional(v.boolean(), false);

/** How an added token is matched, as tokenizer.json and tokenizer_config.json write it; what is not written is false. */
export const addedTokenFlags = { special: flag, single_word: flag, lstrip: flag, rstrip: flag, normalized: flag };
