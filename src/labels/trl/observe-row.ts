import type { ChatTemplate, RenderInput, Rendering } from '../../chat-template/chat-template.ts';
import type { Row } from '../../formats/row-value.ts';
import type { Tokenizer } from '../../tokenizer/tokenizer.ts';
import { labelRow, type RowOutcome } from './label-row.ts';
import type { Plan } from './plan.ts';

/** What went through the engines while a row was labelled: the text whose tokens the row is made of, and the chat it was rendered from. */
export interface ObservedRow {
  readonly outcome: RowOutcome;
  /** Undefined for rows that hold `input_ids` already. */
  readonly text: string | undefined;
  /** Whether special tokens were added around `text`. */
  readonly addsSpecialTokens: boolean;
  readonly chat: { readonly messages: RenderInput['messages']; readonly rendering: Rendering } | undefined;
}

/**
 * Labels rows as `labelRow` does and keeps what the last rendering and the last tokenisation saw. The trainer tokenises the prompt first
 * and the whole last, so that is what the row's ids come from.
 */
export function rowObserver(plan: Plan): (row: Row) => ObservedRow {
  let text: string | undefined;
  let addsSpecialTokens = true;
  let chat: ObservedRow['chat'];
  const watch = (given: string, options?: { readonly addSpecialTokens?: boolean }): void => {
    text = given;
    addsSpecialTokens = options?.addSpecialTokens ?? true;
  };
  const { tokenizer, templates } = plan.encoder;
  const watchedTokenizer: Tokenizer = {
    ...tokenizer,
    encode: (given, options) => {
      watch(given, options);
      return tokenizer.encode(given, options);
    },
    encodeIds: (given, options) => {
      watch(given, options);
      return tokenizer.encodeIds(given, options);
    },
    encodeContinued: (given, end, options) => {
      watch(given, options);
      return tokenizer.encodeContinued(given, end, options);
    },
  };
  const watched = (template: ChatTemplate): ChatTemplate => ({
    ...template,
    render: (input) => {
      const rendering = template.render(input);
      chat = { messages: input.messages, rendering };
      return rendering;
    },
  });
  const observed: Plan = {
    ...plan,
    encoder: {
      ...plan.encoder,
      tokenizer: watchedTokenizer,
      templates: { ...templates, compiled: (source) => watched(templates.compiled(source)) },
    },
  };
  return (row) => {
    text = undefined;
    chat = undefined;
    const outcome = labelRow(observed, row);
    return { outcome, text, addsSpecialTokens, chat };
  };
}
