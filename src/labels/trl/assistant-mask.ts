import type { Span } from '../../chat-template/chat-template.ts';
import { charToToken } from '../../tokenizer/char-to-token.ts';
import type { Encoding } from '../../tokenizer/tokenizer.ts';

export interface AssistantMask {
  /** 1 where a token is the assistant's. */
  readonly mask: Uint8Array;
  readonly hasAny: boolean;
  /** Spans whose end no token holds, so that everything behind them was marked. */
  readonly spills: number;
  /** Spans without a token at their start; they and all later ones were left out. */
  readonly lost: number;
}

/**
 * `return_assistant_tokens_mask` of transformers (tokenization_utils_base.py, 4.42 to 5.18): per generation block the tokens from the
 * one that holds its first character to the one that holds its last. Without a token at its start the loop ends; an end that is None
 * *or token 0* marks the rest of the sequence. Spans and ranges of tokens in the same unit, spans in the order of the text. Undefined for
 * an empty block at the very start, for which transformers asks about character -1, an OverflowError.
 */
export function assistantMask(
  places: Pick<Encoding, 'starts' | 'ends'>,
  spans: readonly Span[],
): AssistantMask | undefined {
  const { length } = places.starts;
  const mask = new Uint8Array(length);
  let spills = 0;
  let hasAny = false;
  for (const [index, [start, end]] of spans.entries()) {
    if (end < 1) return undefined;
    const first = charToToken(places, start);
    const last = charToToken(places, end - 1);
    if (first === undefined) return { mask, hasAny, spills, lost: spans.length - index };
    if (last === undefined) spills++;
    // Not `undefined` only: 0 is falsy in Python, too.
    const stop = last ? last + 1 : length;
    if (stop > first) hasAny = true;
    mask.fill(1, first, Math.max(first, stop));
  }
  return { mask, hasAny, spills, lost: 0 };
}
