import type { ChatTemplate, RenderInput, Rendering } from '../../chat-template/chat-template.ts';
import { TemplateError } from '../../chat-template/template-error.ts';
import { isRecord } from '../../formats/is-record.ts';
import type { RowValue } from '../../formats/row-value.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from '../trl/fail.ts';
import type { Message } from './prepare-messages.ts';

export interface MessageRenderer {
  /** Compiles on first use. Throws TemplateError. */
  readonly template: (() => ChatTemplate) | undefined;
  readonly specialTokens: Readonly<Record<string, string>>;
}

export type RenderOptions = Omit<RenderInput, 'messages' | 'specialTokens'>;

/** OpenAI's `image_url` blocks as transformers rewrites them before rendering (processing_utils.py, `apply_chat_template`). */
function rewritten(block: RowValue): RowValue {
  if (!isRecord(block) || block.type !== 'image_url' || block.image_url === undefined) return block;
  const { image_url: image } = block;
  return { type: 'image', url: isRecord(image) ? (image.url ?? '') : image };
}

function normalised(message: Message): Message {
  const { content } = message;
  return Array.isArray(content) ? { ...message, content: content.map(rewritten) } : message;
}

/** `processor.apply_chat_template(messages, tokenize=False)`. Fails with the exception that Python raises. */
export function renderMessages(
  renderer: MessageRenderer,
  messages: readonly Message[],
  options: RenderOptions = {},
): Result<Rendering, TrainerFailure> {
  if (!renderer.template) {
    return fail(
      'ValueError',
      'Cannot use apply_chat_template because this processor does not have a chat template. Save a chat_template.jinja beside it.',
    );
  }
  try {
    const { specialTokens } = renderer;
    return ok(renderer.template().render({ messages: messages.map(normalised), specialTokens, ...options }));
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return fail(
      error.pythonType,
      `The chat template stops with: ${error.message}. The trainer ends there; change the row or the template.`,
    );
  }
}
