import type { RunTokenizer } from '../run-tokenizer.ts';
import type { MarkerTexts } from './classify-prompt-difference.ts';
import { mediaTokenIds } from './media-token-ids.ts';

/** The special tokens of a tokenizer by what they are for. */
export function markerTexts({ tokenizer, specialTokens }: RunTokenizer): MarkerTexts {
  const media = mediaTokenIds(tokenizer);
  const texts = (keep: (id: number) => boolean) =>
    tokenizer.addedTokens.filter((token) => keep(token.id)).map((token) => token.content);
  return {
    bos: specialTokens.bos_token,
    eos: specialTokens.eos_token,
    media: texts((id) => media.has(id)),
    special: texts((id) => tokenizer.specialIds.has(id)),
  };
}
