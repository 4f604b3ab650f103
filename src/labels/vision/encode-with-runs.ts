import type { MediaTokenizer } from './media-tokenizer.ts';

/** A token that repeats, and what finds its runs: a global pattern. */
export interface RepeatedToken {
  readonly text: string;
  readonly runs: RegExp;
}

/**
 * Ids of a text in which one token is repeated many times, as image tokens are. Special tokens are taken out of the text before
 * anything else, so a run of them is encoded as one and its id repeated: the text around it is the same either way. Where the ids do not
 * bear that out, the text is encoded as it is.
 */
export function encodeWithRuns(tokenizer: MediaTokenizer, text: string, token: RepeatedToken): readonly number[] {
  const id = tokenizer.tokenId(token.text);
  if (id === undefined || !tokenizer.isTakenOut(token.text)) return tokenizer.ids(text);
  const lengths: number[] = [];
  const short = text.replace(token.runs, (run) => {
    lengths.push(run.length / token.text.length);
    return token.text;
  });
  if (short.length === text.length) return tokenizer.ids(text);
  const ids: number[] = [];
  let run = 0;
  for (const one of tokenizer.ids(short)) {
    if (one !== id) ids.push(one);
    else for (let left = lengths[run++] ?? 0; left > 0; left--) ids.push(id);
  }
  return run === lengths.length ? ids : tokenizer.ids(text);
}
