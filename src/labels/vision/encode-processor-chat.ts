import type { Rendering, Span } from '../../chat-template/chat-template.ts';
import { isRecord } from '../../formats/is-record.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { Offsets } from '../../tokenizer/tokenizer.ts';
import type { TrainerFailure } from '../training-setup.ts';
import type { AssistantMask } from '../trl/assistant-mask.ts';
import type { ChatEncoder, ChatRequest, EncodedChat } from '../trl/encode-chat.ts';
import { fail } from '../trl/fail.ts';
import { expandPlaceholders } from './expand-placeholders.ts';
import { prepareMessages } from './prepare-messages.ts';
import { renderMessages } from './render-messages.ts';
import type { VisionProcessor } from './vision-processor.ts';

/** Every token that shares a character with a span, as processors mark them since transformers 5.18; both in code points. */
function overlapMask(offsets: readonly Offsets[], spans: readonly Span[]): AssistantMask {
  const mask = Uint8Array.from(offsets, ([start, end]) => Number(spans.some(([from, to]) => start < to && end > from)));
  return { mask, hasAny: mask.includes(1), spills: 0, lost: 0 };
}

function rendered(encoder: ChatEncoder, request: ChatRequest): Result<Rendering, TrainerFailure> {
  const { chatTemplate: given, continueFinalMessage, documents, tools, variables } = request.arguments;
  const source = given === undefined ? encoder.templates.used : (given ?? encoder.templates.own);
  const messages = prepareMessages(request.messages, 0);
  if (!messages.ok) return messages;
  if (messages.value.length === 0)
    return fail('IndexError', 'A conversation is empty. Drop the row, or give it messages.');
  const renderer = {
    specialTokens: encoder.specialTokens,
    template: source === undefined ? undefined : () => encoder.templates.compiled(source),
  };
  return renderMessages(renderer, messages.value, {
    addGenerationPrompt: request.addGenerationPrompt,
    continueFinalMessage,
    variables,
    ...(tools ? { tools: tools.filter(isRecord) } : {}),
    ...(documents ? { documents } : {}),
  });
}

/**
 * A conversation without images through a processor: `_tokenize` of TRL 1.13 (data_utils.py:401) when the processing class is one, as
 * for every model that ships a processor. Differs from a tokenizer in that the template sees blocks instead of text, in that special
 * tokens are added unless the text begins with BOS (processing_utils.py, `apply_chat_template`), and in the mask.
 */
export function encodeProcessorChat(
  processor: VisionProcessor,
  encoder: ChatEncoder,
  request: ChatRequest,
): Result<EncodedChat, TrainerFailure> {
  const rendering = rendered(encoder, request);
  if (!rendering.ok) return rendering;
  const { text } = rendering.value;
  const compared = expandPlaceholders(processor, [text], undefined);
  if (!compared.ok) return compared;
  const { tokenizer } = encoder;
  const added = processor.neededTokens.find((token) => text.includes(token) && tokenizer.tokenId(token) === undefined);
  if (added !== undefined) {
    return fail(
      'CannotTell',
      `The text holds ${added}, which the tokenizer lacks and the processor adds. Save the tokenizer with that token.`,
    );
  }
  const { bos_token: bos } = encoder.specialTokens;
  const addSpecialTokens = bos === undefined || !text.startsWith(bos);
  if (!request.wantsMask) return ok({ ids: tokenizer.encodeIds(text, { addSpecialTokens }), assistant: undefined });
  const { ids, offsets } = tokenizer.encode(text, { addSpecialTokens, offsetUnit: 'codePoint' });
  return ok({ ids, assistant: overlapMask(offsets, rendering.value.generationSpans) });
}
