import type { Tokenizer } from '../../tokenizer/tokenizer.ts';

/** Id of the first added token in a text, as in what a template writes after the assistant's content. */
export function firstSpecialToken(text: string, tokenizer: Tokenizer): number | undefined {
  let best: { at: number; id: number } | undefined;
  for (const token of tokenizer.addedTokens) {
    const at = token.content === '' ? -1 : text.indexOf(token.content);
    if (at >= 0 && (best === undefined || at < best.at)) best = { at, id: token.id };
  }
  return best?.id;
}
