import type { RowValue } from '../../formats/row-value.ts';

/** What a row passes to `apply_chat_template`. */
export interface ChatArguments {
  readonly tools: readonly RowValue[] | undefined;
  readonly documents: readonly RowValue[] | undefined;
  /** The row brings a template of its own; null asks for the tokenizer's. */
  readonly chatTemplate: string | null | undefined;
  readonly addGenerationPrompt: boolean | undefined;
  readonly continueFinalMessage: boolean | string;
  readonly variables: Readonly<Record<string, RowValue>>;
}

/** A conversation that passes nothing to its chat template but its messages. */
export const NO_CHAT_ARGUMENTS: ChatArguments = {
  tools: undefined,
  documents: undefined,
  chatTemplate: undefined,
  addGenerationPrompt: undefined,
  continueFinalMessage: false,
  variables: {},
};
