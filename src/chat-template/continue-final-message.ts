import type { RenderInput } from './chat-template.ts';
import { pythonStrip, pythonStripEnd } from './python-strip.ts';
import { TemplateError } from './template-error.ts';

const TAG = 'CONTINUE_FINAL_MESSAGE_TAG ';

type Messages = RenderInput['messages'];

export interface Continuation {
  readonly messages: Messages;
  /** Cuts the rendered text after the final message. */
  cut(rendered: string): string;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// `"text" in block` is also true of a text block that is a plain string with that word in it, which then fails.
function hasText(block: unknown): boolean {
  if (typeof block === 'string') return block.includes('text');
  if (Array.isArray(block)) return block.includes('text');
  if (isRecord(block)) return Object.hasOwn(block, 'text');
  throw new TemplateError('TypeError', 'argument of this type is not iterable');
}

/** The value with the tag appended to it or to its last text block, and the text that was there. */
function tagged(value: unknown): { readonly value: unknown; readonly text: string } {
  if (typeof value === 'string') return { value: value + TAG, text: value };
  if (!Array.isArray(value))
    throw new TemplateError('TypeError', 'the final message to continue is neither text nor a list of blocks');
  const blocks: readonly unknown[] = value;
  const index = blocks.findLastIndex(hasText);
  if (index === -1)
    throw new TemplateError(
      'ValueError',
      'continue_final_message is set but we could not find any text to continue in the final message!',
    );
  const block = blocks[index];
  if (!isRecord(block) || typeof block.text !== 'string')
    throw new TemplateError('TypeError', 'the last text block of the final message to continue holds no text');
  return { value: blocks.with(index, { ...block, text: block.text + TAG }), text: block.text };
}

/**
 * Prepares a render that ends inside the last message, as `continue_final_message` of transformers does (utils/chat_template_utils.py,
 * 5.18): a tag is appended to the field and the output is cut where it reappears. Throws TemplateError (ValueError; IndexError without
 * messages; TypeError for a field that holds no text) and from `cut` (ValueError) when the template removed part of the message.
 */
export function continueFinalMessage(messages: Messages, field: string, source: string): Continuation {
  const last = messages.at(-1);
  if (last === undefined) throw new TemplateError('IndexError', 'list index out of range');
  if ((last[field] ?? null) === null)
    throw new TemplateError(
      'ValueError',
      `continue_final_message is set but the final message has no "${field}" to continue!`,
    );
  if (!source.includes(field))
    throw new TemplateError(
      'ValueError',
      `continue_final_message is set to "${field}" but this is not an accepted field in the chat_template`,
    );
  const { value, text } = tagged(last[field]);
  return {
    messages: [...messages.slice(0, -1), { ...last, [field]: value }],
    cut: (rendered) => {
      const at = rendered.lastIndexOf(TAG.trim());
      if (at === -1 || !rendered.includes(pythonStrip(text))) {
        throw new TemplateError(
          'ValueError',
          'continue_final_message is set but the final message does not appear in the chat after applying the chat template! ' +
            'This can happen if the chat template deletes portions of the final message.',
        );
      }
      const before = rendered.slice(0, at);
      return rendered.startsWith(TAG, at) ? before : pythonStripEnd(before);
    },
  };
}
