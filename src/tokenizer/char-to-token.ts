import type { Encoding } from './tokenizer.ts';

/**
 * The first token whose range holds a position, undefined when none does: `BatchEncoding.char_to_token` of transformers.
 * Position and offsets are in the same unit.
 */
export function charToToken(encoding: Pick<Encoding, 'offsets'>, position: number): number | undefined {
  const index = encoding.offsets.findIndex(([start, end]) => start <= position && position < end);
  return index === -1 ? undefined : index;
}
