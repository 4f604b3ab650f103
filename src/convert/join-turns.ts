import type { Row } from '../formats/row-value.ts';
import { messagesOf } from './chat-message.ts';
import { type ConvertedRow, refused } from './converted-row.ts';

/** `prompt` and `completion` become one `messages` column. Plain strings are refused: they say nothing about roles. */
export function joinTurns(row: Row): ConvertedRow {
  if (messagesOf(row, 'messages') !== undefined) return { state: 'converted', rows: [row], changes: [] };
  const [prompt, completion] = [messagesOf(row, 'prompt'), messagesOf(row, 'completion')];
  if (prompt === undefined || completion === undefined) {
    return refused('has no prompt and completion columns that are lists of messages; plain strings have no roles');
  }
  const { prompt: _, completion: __, ...others } = row;
  return {
    state: 'converted',
    rows: [{ ...others, messages: [...prompt, ...completion] }],
    changes: [
      { kind: 'joined-to-messages', detail: 'every assistant turn is trained on, not only the last', count: 1 },
    ],
  };
}
