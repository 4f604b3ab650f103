import { isRecord } from '../formats/is-record.ts';
import type { Row, RowValue } from '../formats/row-value.ts';

/** A message of a row; fields besides role and content (tool_calls, name …) are kept. */
export type ChatMessage = { readonly [key: string]: RowValue } & { readonly role: string };

function isMessage(value: RowValue | undefined): value is ChatMessage {
  return isRecord(value) && typeof value.role === 'string';
}

/** The messages of a column, or undefined when it is no list of them. */
export function messagesOf(row: Row, column: string): readonly ChatMessage[] | undefined {
  const list = row[column];
  return Array.isArray(list) && list.length > 0 && list.every(isMessage) ? list : undefined;
}
