import type { Row, RowValue } from '../../formats/row-value.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import type { AssistantMask } from './assistant-mask.ts';
import { chatArguments } from './chat-arguments.ts';
import { conversational } from './conversational.ts';
import { encodeChat } from './encode-chat.ts';
import { encodeChatPair } from './encode-chat-pair.ts';
import { fail } from './fail.ts';
import type { ChatArguments } from './no-chat-arguments.ts';
import type { Plan } from './plan.ts';
import { pythonTypeName } from './python-type-name.ts';
import { rowArguments } from './row-arguments.ts';

export interface TokenisedRow {
  readonly ids: readonly number[];
  /** How many tokens count as prompt, for prompt-completion rows. */
  readonly promptLength?: number;
  readonly assistant?: AssistantMask;
  /** The prompt's ids are not the beginning of the whole. */
  readonly isMismatched: boolean;
}

type Tokenised = Result<TokenisedRow, TrainerFailure>;

function missing(column: string): Result<never, TrainerFailure> {
  return fail(
    'KeyError',
    `The trainer reads the column ${column}, which the data set lacks, so it stops. Rename a column, set dataset_text_field, or store messages or prompt and completion.`,
  );
}

function noText(value: RowValue | undefined, column: string): Result<never, TrainerFailure> {
  if (Array.isArray(value))
    return fail(
      'CannotTell',
      `The column ${column} holds a list that is no conversation, so its tokens are not predicted. Store text, or messages with role and content.`,
    );
  return fail(
    'ValueError',
    `The column ${column} holds ${pythonTypeName(value)} in a row, and the tokenizer takes text only. Fill or drop such rows.`,
  );
}

function unsettled(): Result<never, TrainerFailure> {
  return fail(
    'CannotTell',
    'The columns of a row disagree about being conversations, and TRL looks at one of them at random (it depends on PYTHONHASHSEED). Make prompt and completion both text or both lists of messages.',
  );
}

function joinedMessages({ prompt, completion }: Row): Result<readonly RowValue[], TrainerFailure> {
  if (completion === undefined) return missing('completion');
  if (Array.isArray(prompt) && Array.isArray(completion)) return ok([...prompt, ...completion]);
  return fail(
    'TypeError',
    `A row's prompt is a list of messages, but its completion is ${pythonTypeName(completion)}. Make both lists of messages.`,
  );
}

function chatPair(plan: Plan, row: Row, given: ChatArguments): Tokenised {
  const { behaviour, assistantOnly } = plan;
  if (given.addGenerationPrompt !== undefined)
    return fail(
      'TypeError',
      'chat_template_kwargs of a row names add_generation_prompt, which the trainer passes itself. Take it out.',
    );
  const prompt = {
    messages: row.prompt,
    arguments: given,
    addGenerationPrompt: behaviour.promptHasGenerationPrompt,
    wantsMask: false,
  };
  const encoded = encodeChatPair(plan.encoder, prompt, () => {
    const messages = joinedMessages(row);
    const wantsMask = assistantOnly && behaviour.assistantOnly === 'all';
    return messages.ok
      ? ok({ messages: messages.value, arguments: given, addGenerationPrompt: false, wantsMask })
      : messages;
  });
  if (!encoded.ok) return encoded;
  const { ids, assistant, promptLength, isPrefix } = encoded.value;
  // Up to 0.27.0 the length of a dict with two entries was taken for that of the ids (pull request 4880).
  const { promptIsTwoTokens } = behaviour;
  return ok({
    ids,
    promptLength: promptIsTwoTokens ? 2 : promptLength,
    isMismatched: promptIsTwoTokens || !isPrefix,
    ...(assistant ? { assistant } : {}),
  });
}

function textPair(plan: Plan, row: Row): Tokenised {
  const { prompt, completion } = row;
  if (typeof prompt !== 'string') return noText(prompt, 'prompt');
  if (completion === undefined) return missing('completion');
  if (typeof completion !== 'string')
    return fail(
      'TypeError',
      `A row's prompt is text, but its completion is ${pythonTypeName(completion)}, and the trainer joins the two. Make both text.`,
    );
  const { ids, prefixLength, isPrefix } = plan.encoder.tokenizer.encodeContinued(prompt + completion, prompt.length);
  return ok({ ids, promptLength: prefixLength, isMismatched: !isPrefix });
}

function wholeChat(plan: Plan, row: Row, given: ChatArguments): Tokenised {
  const { messages } = row;
  if (messages === undefined) return missing('messages');
  const encoded = encodeChat(plan.encoder, {
    messages,
    arguments: given,
    addGenerationPrompt: given.addGenerationPrompt ?? false,
    wantsMask: plan.assistantOnly,
  });
  if (!encoded.ok) return encoded;
  const { ids, assistant } = encoded.value;
  return ok({ ids, isMismatched: false, ...(assistant ? { assistant } : {}) });
}

function wholeText(plan: Plan, row: Row): Tokenised {
  const column = plan.config.dataset_text_field;
  const value = Object.hasOwn(row, column) ? row[column] : undefined;
  if (value === undefined) return missing(column);
  if (typeof value !== 'string') return noText(value, column);
  return ok({ ids: plan.encoder.tokenizer.encodeIds(value), isMismatched: false });
}

function tokenised(plan: Plan, row: Row): Tokenised {
  const columns = rowArguments(row, plan.behaviour.readsJsonTools);
  if (!columns.ok) return columns;
  const isPair = Object.hasOwn(row, 'prompt');
  switch (conversational(row)) {
    case 'yes': {
      const given = chatArguments(columns.value);
      if (!given.ok) return given;
      return isPair ? chatPair(plan, row, given.value) : wholeChat(plan, row, given.value);
    }
    case 'no':
      return isPair ? textPair(plan, row) : wholeText(plan, row);
    case 'empty-list':
      return fail(
        'IndexError',
        'A row has an empty list of messages, at whose first message the trainer looks. Drop such rows.',
      );
    case 'unsettled':
      return unsettled();
  }
}

function withEosId(plan: Plan, { ids, ...rest }: TokenisedRow): TokenisedRow {
  if (plan.eos.kind !== 'id' || ids.at(-1) === plan.eos.id) return { ids, ...rest };
  return { ...rest, ids: [...ids, plan.eos.id] };
}

/** One row's ids and masks: `tokenize_fn` of `_prepare_dataset` (sft_trainer.py 1.13.0; older releases by `plan.behaviour`). */
export function tokeniseRow(plan: Plan, row: Row): Tokenised {
  const result = tokenised(plan, row);
  if (!result.ok) return result;
  const { assistant, promptLength } = result.value;
  const isRefused = promptLength === undefined || plan.behaviour.refusesMaskedCompletions;
  if (assistant && !assistant.hasAny && isRefused) {
    return fail(
      'RuntimeError',
      'assistant_only_loss finds no assistant token in a row, so the trainer stops. The chat template lacks generation markers around the answer, the row has no assistant turn, or the tokenizer trims offsets there.',
    );
  }
  return ok(plan.eos.kind === 'id' ? withEosId(plan, result.value) : result.value);
}
