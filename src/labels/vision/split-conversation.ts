import { isRecord } from '../../formats/is-record.ts';
import type { Row } from '../../formats/row-value.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from '../trl/fail.ts';
import { pythonTypeName } from '../trl/python-type-name.ts';
import type { Message } from './prepare-messages.ts';
import { type MessageRenderer, type RenderOptions, renderMessages } from './render-messages.ts';

export interface PromptAndCompletion {
  readonly prompt: string;
  readonly completion: string;
}

export interface PreparedRow {
  readonly row: Row;
  readonly prompt: readonly Message[];
  readonly completion: readonly Message[];
}

const COLUMNS = ['prompt', 'chosen', 'rejected', 'completion', 'messages', 'label'];
const ACCEPTED = ['prompt', 'prompt completion', 'prompt completion label'];

/** Where the prompt ends in the whole: both are compared character by character, as Python counts them. */
function commonPrefix(left: string, right: string): string {
  let at = 0;
  while (at < left.length && left.charCodeAt(at) === right.charCodeAt(at)) at++;
  const before = left.charCodeAt(at - 1);
  return left.slice(0, before >= 0xd800 && before <= 0xdbff ? at - 1 : at);
}

/** How the prompt's end is rendered, by the role that speaks last. */
function promptOptions(role: unknown): Result<RenderOptions, TrainerFailure> {
  if (role === 'user' || role === 'tool') return ok({ addGenerationPrompt: true });
  if (role === 'assistant') return ok({ continueFinalMessage: true });
  return fail(
    'ValueError',
    `Invalid role in the last message: ${JSON.stringify(role)}. End the prompt with a user, tool or assistant message.`,
  );
}

/**
 * TRL's `apply_chat_template` of a prompt-completion row (data_utils.py:201, 1.13): prompt and whole are rendered, the prompt is cut to
 * what they share, the rest of the whole is the completion. A prompt that ends with the assistant is continued, not closed.
 */
export function splitConversation(
  renderer: MessageRenderer,
  given: PreparedRow,
): Result<PromptAndCompletion, TrainerFailure> {
  const columns = COLUMNS.filter((key) => Object.hasOwn(given.row, key)).join(' ');
  if (!ACCEPTED.includes(columns))
    return fail('KeyError', `Invalid keys in the example: ${columns}. Keep prompt and completion only.`);
  const last = given.prompt.at(-1);
  if (!last) return fail('IndexError', 'The prompt of a row is an empty list. Give it a user message.');
  const options = promptOptions(last.role);
  if (!options.ok) return options;
  const { chat_template_kwargs: variables = {} } = given.row;
  if (!isRecord(variables))
    return fail('TypeError', `chat_template_kwargs is ${pythonTypeName(variables)} in a row, not a dict.`);
  const prompt = renderMessages(renderer, given.prompt, { ...options.value, variables });
  if (!prompt.ok) return prompt;
  const whole = renderMessages(renderer, [...given.prompt, ...given.completion], { variables });
  if (!whole.ok) return whole;
  const shared = commonPrefix(prompt.value.text, whole.value.text);
  return ok({ prompt: shared, completion: whole.value.text.slice(shared.length) });
}
