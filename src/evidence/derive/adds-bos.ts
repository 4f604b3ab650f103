import type { RunTokenizer } from '../run-tokenizer.ts';

/** Whether the tokenizer puts BOS before a text by itself, as `tokenizer(text)` in transformers does. */
export function addsBos({ tokenizer, specialTokens }: RunTokenizer): boolean {
  const bos = specialTokens.bos_token;
  return bos !== undefined && bos !== '' && tokenizer.encode('').ids[0] === tokenizer.tokenId(bos);
}
