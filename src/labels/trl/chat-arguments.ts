import { isRecord } from '../../formats/is-record.ts';
import type { RowValue } from '../../formats/row-value.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from './fail.ts';
import { type ChatArguments, NO_CHAT_ARGUMENTS } from './no-chat-arguments.ts';
import { pythonTypeName } from './python-type-name.ts';
import type { RowArguments } from './row-arguments.ts';

/** Arguments that TRL or transformers give themselves: a row that names them too is a TypeError. (`messages` is met later.) */
const TAKEN = new Set([
  'processing_class',
  'input',
  'conversation',
  'tokenize',
  'return_dict',
  'return_assistant_tokens_mask',
  'self',
]);
const ENCODING = ['padding', 'truncation', 'return_tensors', 'tokenizer_kwargs'];
const NAMED = new Set([...ENCODING, 'max_length', 'tools', 'documents', 'chat_template', 'add_generation_prompt']);

function listed(
  value: RowValue | undefined,
  name: 'tools' | 'documents',
): Result<readonly RowValue[] | undefined, TrainerFailure> {
  if (value === null || value === undefined) return ok(undefined);
  const isText = typeof value === 'string' && value !== '';
  if (name === 'tools' && (isText || (isRecord(value) && Object.keys(value).length > 0)))
    return fail(
      'ValueError',
      'A tool is neither a JSON schema nor a function. Store a list of schemas in the column tools.',
    );
  if (!Array.isArray(value)) {
    if (isRecord(value) || value === '') return ok([]);
    return fail(
      'TypeError',
      `The row's ${name} are of type ${pythonTypeName(value)}, which is no list. Store a list, or leave them out.`,
    );
  }
  if (value.every(isRecord)) return ok(value);
  return name === 'tools'
    ? fail(
        'ValueError',
        'A tool is neither a JSON schema nor a function. Store each tool as a schema (a dict) in the column tools.',
      )
    : fail('TypeError', 'A document is no dict with title and text. Store each document as a dict.');
}

function namedArguments(
  given: { readonly [key: string]: RowValue },
  base: ChatArguments,
): Result<ChatArguments, TrainerFailure> {
  const taken = Object.keys(given).find((key) => TAKEN.has(key));
  if (taken !== undefined) {
    return fail(
      'TypeError',
      `chat_template_kwargs of a row names ${taken}, which the trainer passes itself. Take it out of the column.`,
    );
  }
  const { chat_template: template, add_generation_prompt: prompt, continue_final_message: last } = given;
  const encoding = ENCODING.find((key) => given[key] !== undefined && given[key] !== null && given[key] !== false);
  const isOdd = template !== undefined && template !== null && typeof template !== 'string';
  if (encoding !== undefined || isOdd) {
    const name = encoding ?? 'chat_template';
    return fail(
      'CannotTell',
      `chat_template_kwargs of a row sets ${name}, whose effect on the ids is not predicted. Take it out of the column.`,
    );
  }
  const tools = 'tools' in given ? listed(given.tools, 'tools') : ok(base.tools);
  const documents = listed(given.documents, 'documents');
  if (!tools.ok) return tools;
  if (!documents.ok) return documents;
  const variables = Object.entries(given).filter(([key]) => !NAMED.has(key) && key !== 'continue_final_message');
  return ok({
    tools: tools.value,
    documents: documents.value,
    chatTemplate: typeof template === 'string' || template === null ? template : undefined,
    addGenerationPrompt: prompt === undefined ? undefined : Boolean(prompt),
    continueFinalMessage: typeof last === 'string' ? last : last === true,
    variables: Object.fromEntries(variables),
  });
}

/**
 * What a conversation passes to the chat template (`tokenize_fn` in sft_trainer.py). `chat_template_kwargs` is spread last, so it wins. A
 * column that exists but is null in this row is a TypeError: the default of `.get` is not used then.
 */
export function chatArguments({ tools: column, given }: RowArguments): Result<ChatArguments, TrainerFailure> {
  const isReplaced = given !== undefined && 'tools' in given;
  const tools = isReplaced ? ok(undefined) : listed(column, 'tools');
  if (!tools.ok) return tools;
  const base = tools.value === undefined ? NO_CHAT_ARGUMENTS : { ...NO_CHAT_ARGUMENTS, tools: tools.value };
  return given === undefined ? ok(base) : namedArguments(given, base);
}
