import * as v from 'valibot';
import { isAnsweringRole } from '../evidence/answering-role.ts';
import type { DataRow, RowShape, Turn } from '../evidence/data-set.ts';
import type { Row, RowValue } from '../formats/row-value.ts';
import { messages, messageTurn } from './message-turn.ts';

type Shaped = { readonly shape: RowShape; readonly turns: readonly Turn[]; readonly text?: string };

/** Columns of prompt and answer in instruction data: Alpaca, Dolly, plain question and answer. */
const QUESTION_COLUMNS = ['system', 'instruction', 'context', 'input', 'question', 'query'];
const ANSWER_COLUMNS = ['output', 'response', 'answer'];
/** Columns that name the right answer of a row, in the order in which they are looked for. */
export const GOLD_COLUMNS = ['label', 'gold', 'target', 'class', 'answer'];
const MEDIA_COLUMNS = ['images', 'image', 'videos', 'video', 'audios', 'audio'];
/** Class names and extracted fields are short; a longer column is a text of its own. */
const MAX_GOLD = 64 * 1024;

/**
 * Recognises the shape of a row by its columns, in the order TRL and common converters do. `textField` is the trainer's
 * `dataset_text_field`: that column is the whole text of the row.
 */
export function dataRow(index: number, row: Row, textField = 'text'): DataRow {
  const shaped = shapedRow(row, textField);
  const gold = goldOf(row);
  return {
    index,
    shape: shaped.shape,
    turns: withColumnMedia(row, shaped.turns),
    ...(shaped.text === undefined ? {} : { text: shaped.text }),
    columns: Object.keys(row),
    ...(gold === undefined ? {} : { gold }),
  };
}

function shapedRow(row: Row, textField: string): Shaped {
  return (
    chatRow(row) ??
    promptCompletion(row) ??
    textRow(row, textField) ??
    instruction(row) ?? { shape: tokensOrOther(row), turns: [] }
  );
}

function chatRow(row: Row): Shaped | undefined {
  for (const column of ['messages', 'conversations', 'conversation']) {
    const valid = v.safeParse(messages, row[column]);
    if (!valid.success || valid.output.length === 0) continue;
    const turns = valid.output.map((given) => messageTurn(given, false));
    const shape = valid.output.some((given) => 'from' in given) ? 'sharegpt' : 'messages';
    const system =
      shape === 'sharegpt' && typeof row.system === 'string' && row.system !== '' ? [plain('system', row.system)] : [];
    return { shape, turns: [...system, ...turns.map((turn) => ({ ...turn, answer: isAnsweringRole(turn.role) }))] };
  }
  return undefined;
}

function promptCompletion(row: Row): Shaped | undefined {
  const { prompt, completion } = row;
  if (typeof prompt === 'string' && typeof completion === 'string') {
    return { shape: 'prompt-completion-text', turns: [plain('prompt', prompt), plain('completion', completion, true)] };
  }
  const before = v.safeParse(messages, prompt);
  const after = v.safeParse(messages, completion);
  if (!before.success || !after.success) return undefined;
  const turns = [
    ...before.output.map((given) => messageTurn(given, false)),
    // Tool results may stand in a completion; only what the model says is an answer.
    ...after.output.map((given) => messageTurn(given, true)).map((turn) => ({ ...turn, answer: turn.role !== 'tool' })),
  ];
  return { shape: 'prompt-completion-chat', turns };
}

function textRow(row: Row, textField: string): Shaped | undefined {
  const text = row[textField];
  return typeof text === 'string' ? { shape: 'text', turns: [], text } : undefined;
}

function instruction(row: Row): Shaped | undefined {
  const answer = ANSWER_COLUMNS.find((column) => typeof row[column] === 'string');
  const questions = QUESTION_COLUMNS.flatMap((column) => {
    const text = row[column];
    return typeof text === 'string' && text !== '' ? [plain(column, text)] : [];
  });
  if (answer === undefined || questions.length === 0) return undefined;
  return { shape: 'instruction', turns: [...questions, plain(answer, String(row[answer]), true)] };
}

function tokensOrOther(row: Row): RowShape {
  return Array.isArray(row.input_ids) ? 'tokens' : 'other';
}

function plain(role: string, text: string, answer = false): Turn {
  return { role, text, answer, media: 0 };
}

/** Media in a column of their own belong to the first user turn, where TRL inserts their placeholders. */
function withColumnMedia(row: Row, turns: readonly Turn[]): readonly Turn[] {
  if (turns.some(({ media }) => media > 0)) return turns;
  const count = MEDIA_COLUMNS.reduce((sum, column) => sum + mediaIn(row[column]), 0);
  const first = turns.findIndex(({ role, answer }) => !answer && role !== 'system');
  return count === 0 ? turns : turns.map((turn, at) => (at === first ? { ...turn, media: count } : turn));
}

function mediaIn(value: RowValue | undefined): number {
  if (Array.isArray(value)) return value.length;
  return value === undefined || value === null || value === '' ? 0 : 1;
}

function goldOf(row: Row): string | undefined {
  for (const column of GOLD_COLUMNS) {
    const value = row[column];
    if (value === undefined || value === null || value instanceof Uint8Array) continue;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (text.length <= MAX_GOLD) return text;
  }
  return undefined;
}
