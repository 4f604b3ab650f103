import { isRecord } from '../../formats/is-record.ts';
import type { Row, RowValue } from '../../formats/row-value.ts';

const LISTS = ['prompt', 'completion', 'chosen', 'rejected', 'messages', 'conversations'];

function renamed(message: RowValue): RowValue {
  if (!isRecord(message) || !(Object.hasOwn(message, 'from') || Object.hasOwn(message, 'value'))) return message;
  const { from, value, ...rest } = message;
  return { ...rest, ...(from === undefined ? {} : { role: from }), ...(value === undefined ? {} : { content: value }) };
}

/**
 * TRL's `maybe_convert_to_chatml` (data_utils.py): `from` and `value` become `role` and `content` in every list of messages, and
 * `conversations` becomes `messages`. Values of roles are kept as they are, so `human` and `gpt` reach the chat template.
 */
export function toChatMl(row: Row): Row {
  const result: Record<string, RowValue> = { ...row };
  for (const key of LISTS) {
    const value = result[key];
    if (Array.isArray(value)) result[key] = value.map(renamed);
  }
  const { conversations, ...rest } = result;
  return conversations === undefined ? rest : { ...rest, messages: conversations };
}
