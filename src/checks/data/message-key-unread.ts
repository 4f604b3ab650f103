import { isAnsweringRole } from '../../evidence/answering-role.ts';
import { predictedLabels } from '../../evidence/views/predicted-labels.ts';
import type { Row, RowValue } from '../../formats/row-value.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { listWords } from '../../lib/list-words.ts';
import { defineCheck } from '../define-check.ts';

/** Keys under which data sets keep what the model thought. Templates read at most one of them (Qwen3: reasoning_content). */
const REASONING = ['reasoning_content', 'reasoning', 'thinking', 'thought', 'thoughts'];
/** Calls that the model makes instead of an answer. */
const CALLS = ['tool_calls', 'function_call'];
/** OpenAI's and Axolotl's way to leave a turn out of the loss. */
const WEIGHTS = ['weight', 'train', 'trainable'];
const COLUMNS = ['messages', 'conversations', 'completion'];

export default defineCheck({
  id: 'data/message-key-unread',
  title: 'What the messages hold besides their content reaches the model',
  severity: 'warning',
  phase: 'C',
  needs: ['labelFacts', 'trainData'],
  messages: {
    reasoning: {
      what: '{rows} of {path} hold reasoning under the key {keys} of a message, and the chat template never reads it.',
      why: 'The reasoning is not in the tokens: the model is taught to answer without it, behind an empty thinking block where the template writes one.',
      fix: 'Rename the key to the one that the template reads (reasoning_content for Qwen3), or write the reasoning into the content as the template expects it.',
    },
    calls: {
      what: '{rows} of {path} hold calls under the key {keys} of a message, and the chat template never reads it.',
      why: 'The calls are not in the tokens: the model is taught to answer with nothing where it should call a tool.',
      fix: 'Use a chat template that renders tool calls, under the key that it reads (tool_calls), and render one row to see them.',
    },
    weights: {
      what: '{rows} of {path} switch the loss of a message off with {keys}, and {by} reads no such key.',
      why: 'These turns get loss like the others: what was meant to be left out is learned.',
      fix: 'Split the rows into prompt and completion, so that the completion is the turn to learn (lockstep convert), or give them input_ids and labels.',
    },
  },
  run({ labelFacts, trainData }) {
    const reading = predictedLabels(labelFacts);
    if (!reading.ok) return reading.outcome;
    const { labels, by } = reading;
    if (labels.shape !== 'chat') return { kind: 'not-applicable', because: 'the rows are no chats' };
    const rows = trainData.raw ?? [];
    const template = labels.template ?? '';
    const lostIn = (group: readonly string[]) => {
      const read = group.filter((key) => reads(template, key));
      const keys = group.filter((key) => !read.includes(key));
      return { keys, holds: (message: Row, key: string) => isLost(message, key, read) };
    };
    const kinds = [
      { message: 'reasoning', ...lostIn(REASONING) },
      { message: 'calls', ...lostIn(CALLS) },
      { message: 'weights', keys: WEIGHTS, holds: isUnwanted },
    ] as const;
    for (const { message, keys, holds } of kinds) {
      const bad = rows.filter(({ row }) => keysIn(row, keys, holds).length > 0);
      if (!isMany(bad.length, rows.length)) continue;
      const used = [...new Set(bad.flatMap(({ row }) => keysIn(row, keys, holds)))];
      const shared = { path: trainData.path, rows: countOf(bad.length, rows.length, 'rows'), keys: listWords(used) };
      const data = message === 'weights' ? { ...shared, by } : shared;
      const places = bad.slice(0, 3).map(({ index }) => ({ kind: 'row' as const, path: trainData.path, row: index }));
      return { kind: 'fail', findings: [{ message, data, places }] };
    }
    return {
      kind: 'pass',
      saw: `no reasoning, call or weight is left unread in ${countOf(rows.length, trainData.total, 'rows')}`,
    };
  },
});

type Holds = (message: Row, key: string) => boolean;

function keysIn(row: Row, keys: readonly string[], holds: Holds): readonly string[] {
  const messages = COLUMNS.flatMap((column) => listOf(row[column]));
  return keys.filter((key) => messages.some((message) => isRecord(message) && holds(message, key)));
}

/** `message.thinking`, `message['thinking']` or `'thinking' in message`; Qwen3's `enable_thinking` reads something else. */
function reads(template: string, key: string): boolean {
  return new RegExp(`[.'"]${key}(?!\\w)`).test(template);
}

/** Holds something that is nowhere else: neither in the content nor under a key of the group that the template reads. */
function isLost(message: Row, key: string, read: readonly string[]): boolean {
  const { content } = message;
  const value = message[key];
  if (typeof value === 'string' && typeof content === 'string' && content.includes(value.trim())) return false;
  return isFilled(value) && !read.some((other) => isFilled(message[other]));
}

function isFilled(value: RowValue | undefined): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** Turns of the user that are switched off get no loss anyway where the prompt is masked. */
function isUnwanted(message: Row, key: string): boolean {
  const role = message.role ?? message.from;
  return (message[key] === 0 || message[key] === false) && typeof role === 'string' && isAnsweringRole(role);
}

function listOf(value: RowValue | undefined): readonly RowValue[] {
  return Array.isArray(value) ? value : [];
}

function isRecord(value: RowValue): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}
