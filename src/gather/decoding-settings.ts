import * as v from 'valibot';
import type { DecodingSettings } from '../evidence/generation.ts';

const number = v.nullish(v.number());
const tokenId = v.pipe(v.number(), v.safeInteger(), v.minValue(-1));

/** The keys that generation_config.json and inference/generation.json share. transformers writes null for unset. */
export const decodingKeys = {
  do_sample: v.nullish(v.boolean()),
  temperature: number,
  top_p: number,
  top_k: number,
  repetition_penalty: number,
  max_new_tokens: number,
  eos_token_id: v.nullish(v.union([tokenId, v.array(tokenId)])),
  pad_token_id: v.nullish(tokenId),
  bos_token_id: v.nullish(tokenId),
};

const decodingFile = v.object(decodingKeys);

/** Renames to our words. One id and a list of ids are the same thing; a key that is missing or null stays absent. */
export function decodingSettings(file: v.InferOutput<typeof decodingFile>): DecodingSettings {
  const { eos_token_id: eos } = file;
  return {
    ...(file.do_sample == null ? {} : { doSample: file.do_sample }),
    ...(file.temperature == null ? {} : { temperature: file.temperature }),
    ...(file.top_p == null ? {} : { topP: file.top_p }),
    ...(file.top_k == null ? {} : { topK: file.top_k }),
    ...(file.repetition_penalty == null ? {} : { repetitionPenalty: file.repetition_penalty }),
    ...(file.max_new_tokens == null ? {} : { maxNewTokens: file.max_new_tokens }),
    ...(eos == null ? {} : { eosTokenIds: typeof eos === 'number' ? [eos] : eos }),
    ...(file.pad_token_id == null ? {} : { padTokenId: file.pad_token_id }),
    ...(file.bos_token_id == null ? {} : { bosTokenId: file.bos_token_id }),
  };
}
