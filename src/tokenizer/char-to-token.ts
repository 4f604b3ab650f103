import type { Encoding } from './tokenizer.ts';

/**
 * The first token whose range holds a position, undefined when none does: `BatchEncoding.char_to_token` of transformers.
 * Position and ranges are in the same unit.
 */
export function charToToken({ starts, ends }: Pick<Encoding, 'starts' | 'ends'>, position: number): number | undefined {
  for (let token = 0; token < starts.length; token++)
    if ((starts[token] ?? 0) <= position && position < (ends[token] ?? 0)) return token;
  return undefined;
}
