import type { RenderInput } from './chat-template.ts';
import { pythonStrip, pythonStripEnd } from './python-strip.ts';
import { TemplateError } from './template-error.ts';

const TAG = 'CONTINUE_FINAL_MESSAGE_TAG ';

type Messages = RenderInput['messages'];
type Block = Readonly<Record<string, unknown>> & { readonly text: string };

export interface Continuation {
  readonly messages: Messages;
  /** Cuts the rendered text after the final message. */
  cut(rendered: string): string;
}

function isTextBlock(block: unknown): block is Block {
  return typeof block === 'object' && block !== null && 'text' in block && typeof block.text === 'string';
}

/** The value with the tag appended to it or to its last text block, and the text that was there. */
function tagged(value: unknown): { readonly value: unknown; readonly text: string } {
  if (typeof value === 'string') return { value: value + TAG, text: value };
  if (Array.isArray(value)) {
    const blocks: readonly unknown[] = value;
    const index = blocks.findLastIndex(isTextBlock);
    const block = blocks[index];
    if (isTextBlock(block))
      return { value: blocks.with(index, { ...block, text: block.text + TAG }), text: block.text };
  }
  throw new TemplateError('ValueError', 'continue_final_message is set but the final message has no text to continue');
}

/**
 * Prepares a render that ends inside the last message, as `continue_final_message` of transformers does (utils/chat_template_utils.py,
 * 5.18): a tag is appended to the field and the output is cut where it reappears. Throws TemplateError (ValueError) when the
 * message has no such field, and from `cut` when the template removed part of the message.
 */
export function continueFinalMessage(messages: Messages, field: string, source: string): Continuation {
  const last = messages.at(-1);
  if (last?.[field] === undefined || !source.includes(field)) {
    throw new TemplateError(
      'ValueError',
      `continue_final_message is set but the final message or the template has no "${field}"`,
    );
  }
  const { value, text } = tagged(last[field]);
  return {
    messages: [...messages.slice(0, -1), { ...last, [field]: value }],
    cut: (rendered) => {
      const at = rendered.lastIndexOf(TAG.trim());
      if (at === -1 || !rendered.includes(pythonStrip(text))) {
        throw new TemplateError(
          'ValueError',
          'continue_final_message is set but the final message does not appear in the chat after applying the template',
        );
      }
      const before = rendered.slice(0, at);
      return rendered.startsWith(TAG, at) ? before : pythonStripEnd(before);
    },
  };
}
