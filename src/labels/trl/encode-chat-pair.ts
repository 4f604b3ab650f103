import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import {
  type ChatEncoder,
  type ChatRequest,
  type EncodedChat,
  encodeChat,
  encodeRendering,
  renderChat,
} from './encode-chat.ts';
import { isPrefix } from './is-prefix.ts';

export interface EncodedPair extends EncodedChat {
  /** How many ids the prompt has alone. */
  readonly promptLength: number;
  /** Whether those are the first ids of the whole. */
  readonly isPrefix: boolean;
}

function together(prompt: readonly number[], whole: EncodedChat): Result<EncodedPair, TrainerFailure> {
  return ok({ ...whole, promptLength: prompt.length, isPrefix: isPrefix(prompt, whole.ids) });
}

/**
 * A prompt and the conversation that begins with it, each as `encodeChat` gives it. `wholeOf` is asked once the prompt has gone well,
 * since TRL tokenises the prompt first. A rendered prompt with which the whole begins is not tokenised twice.
 */
export function encodeChatPair(
  encoder: ChatEncoder,
  prompt: ChatRequest,
  wholeOf: () => Result<ChatRequest, TrainerFailure>,
): Result<EncodedPair, TrainerFailure> {
  if (encoder.processorChat) {
    const before = encodeChat(encoder, prompt);
    if (!before.ok) return before;
    const request = wholeOf();
    const whole = request.ok ? encodeChat(encoder, request.value) : request;
    return whole.ok ? together(before.value.ids, whole.value) : whole;
  }
  const before = renderChat(encoder, prompt);
  if (!before.ok) return before;
  const request = wholeOf();
  if (!request.ok) return request;
  const whole = renderChat(encoder, request.value);
  if (!whole.ok) return whole;
  const { tokenizer, addsSpecialTokens: addSpecialTokens } = encoder;
  const { text } = before.value;
  if (!request.value.wantsMask && whole.value.text.startsWith(text)) {
    const continued = tokenizer.encodeContinued(whole.value.text, text.length, { addSpecialTokens });
    const { ids, prefixLength: promptLength } = continued;
    return ok({ ids, assistant: undefined, promptLength, isPrefix: continued.isPrefix });
  }
  const ids = tokenizer.encodeIds(text, { addSpecialTokens });
  const encoded = encodeRendering(encoder, whole.value, request.value.wantsMask);
  return encoded.ok ? together(ids, encoded.value) : encoded;
}
