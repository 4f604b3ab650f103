import { isRecord } from '../formats/is-record.ts';
import type { Row, RowValue } from '../formats/row-value.ts';
import { type ChatMessage, messagesOf } from './chat-message.ts';
import type { TurnSplit } from './conversion.ts';
import { type Change, type ConvertedRow, refused } from './converted-row.ts';

const MEDIA = ['image', 'video', 'audio'];

/**
 * `messages` become `prompt` (everything before an assistant turn) and `completion` (that turn). Other columns go along. A row whose last
 * turns are not the assistant's is refused: nothing would be trained on them, and they would be gone.
 */
export function splitTurns(row: Row, split: TurnSplit): ConvertedRow {
  if (row.prompt !== undefined && row.completion !== undefined && row.messages === undefined) {
    return { state: 'converted', rows: [row], changes: [] };
  }
  const messages = messagesOf(row, 'messages');
  if (messages === undefined) return refused('has no messages column that is a list of messages with roles');
  const { messages: _, ...others } = row;
  if (others.prompt !== undefined || others.completion !== undefined) {
    return refused('has a prompt or completion column besides messages: which one is trained on?');
  }
  const answers = messages.flatMap(({ role }, at) => (role === 'assistant' ? [at] : []));
  const last = answers.at(-1);
  if (last === undefined) return refused('has no assistant turn, so there is nothing to train on');
  if (answers[0] === 0) return refused('begins with an assistant turn: it has no prompt');
  if (last < messages.length - 1) {
    return refused(`ends with ${messages.length - 1 - last} turns after the last assistant turn, which would be lost`);
  }
  const chosen = split === 'prompt-completion-each' ? answers : [last];
  const rows: Row[] = [];
  for (const at of chosen) {
    const media = mediaUpTo(messages, at, others);
    if (typeof media === 'string') return refused(media);
    rows.push({ ...others, ...media, prompt: messages.slice(0, at), completion: [messages[at] ?? null] });
  }
  return { state: 'converted', rows, changes: changesOf(answers.length, chosen.length) };
}

function changesOf(answers: number, rows: number): readonly Change[] {
  if (answers === 1) return [];
  if (rows > 1) return [{ kind: 'row-split', detail: 'one row for each assistant turn', count: rows }];
  return [
    { kind: 'earlier-answers-untrained', detail: 'kept in the prompt, no longer trained on', count: answers - 1 },
  ];
}

/** Of an `images` column, the part whose placeholders stand in the prompt; texts without placeholders leave all of them in it. */
function mediaUpTo(messages: readonly ChatMessage[], at: number, row: Row): Record<string, RowValue> | string {
  const kept: Record<string, RowValue> = {};
  for (const kind of MEDIA) {
    const column = row[`${kind}s`];
    if (!Array.isArray(column) || column.length === 0) continue;
    const all = placeholders(messages, kind);
    if (all === 0) continue;
    if (all !== column.length) return `has ${column.length} ${kind}s and ${all} placeholders for them`;
    kept[`${kind}s`] = column.slice(0, placeholders(messages.slice(0, at + 1), kind));
  }
  return kept;
}

function placeholders(messages: readonly ChatMessage[], kind: string): number {
  return messages
    .flatMap(({ content }) => (Array.isArray(content) ? content : []))
    .filter((block) => isRecord(block) && block.type === kind && block[kind] === undefined).length;
}
