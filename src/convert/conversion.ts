import type { PathStep } from '../scoring/class-path.ts';

/** What a conversion does to every row, in this order. */
export interface Conversion {
  /** ShareGPT and other role names to those of chat templates; `{ human: 'user', … }`. Applied to every list of messages. */
  readonly roles: Readonly<Record<string, string>>;
  readonly shape: 'keep' | 'messages' | TurnSplit;
  readonly target: 'keep' | ClassTarget | JsonTarget;
}

/** Rows of `prompt` and `completion`: one for each assistant turn, or for the last one only. */
export type TurnSplit = 'prompt-completion-each' | 'prompt-completion-last';

/** The answer becomes the class that its JSON has at a path. */
export interface ClassTarget {
  readonly kind: 'class';
  readonly path: readonly PathStep[];
  readonly classes: ReadonlySet<string> | undefined;
}

/** The answer, a bare class, becomes JSON: every string `"$class"` in `pattern`, a JSON text, is replaced by it. */
export interface JsonTarget {
  readonly kind: 'json';
  readonly pattern: string;
  readonly classes: ReadonlySet<string> | undefined;
}

/** Roles as ShareGPT, older chat data and vendors write them (spec/trl-labels.md 1.4: TRL renames keys, not roles). */
export const USUAL_ROLES: Readonly<Record<string, string>> = {
  human: 'user',
  prompter: 'user',
  gpt: 'assistant',
  chatgpt: 'assistant',
  bing: 'assistant',
  bard: 'assistant',
  bot: 'assistant',
  ai: 'assistant',
  model: 'assistant',
  observation: 'tool',
  function_response: 'tool',
};

/** Roles that chat templates know. */
export const TEMPLATE_ROLES: ReadonlySet<string> = new Set(['system', 'developer', 'user', 'assistant', 'tool']);
