import * as v from 'valibot';
import { addedTokenFlags } from './added-token-flags.ts';

type ModelVocab = readonly unknown[] | Readonly<Record<string, unknown>>;

const nullableObject = v.nullish(v.looseObject({ type: v.string() }));

const addedToken = v.looseObject({
  id: v.pipe(v.number(), v.integer(), v.minValue(0)),
  content: v.string(),
  ...addedTokenFlags,
});

const modelVocab = v.custom<ModelVocab>(
  (vocab) => typeof vocab === 'object' && vocab !== null,
  'must be a list or an object',
);

/**
 * The parts of tokenizer.json that Lockstep reads. `model.vocab` is checked entry by entry where it is indexed: a schema over
 * 150,000 entries costs more than the whole rest of the loading. `model.type` is missing in files written before tokenizers 0.10.
 */
export const tokenizerJson = v.looseObject({
  added_tokens: v.optional(v.array(addedToken), []),
  normalizer: nullableObject,
  pre_tokenizer: nullableObject,
  post_processor: nullableObject,
  decoder: nullableObject,
  model: v.looseObject({ type: v.optional(v.string()), vocab: modelVocab }),
});

export type TokenizerJson = v.InferOutput<typeof tokenizerJson>;
