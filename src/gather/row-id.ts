import type { JsonValue } from '../formats/json.ts';

/** The id of a request or prediction as text. Rows without one are told apart by their line, which also pairs two files of equal order. */
export function rowId(value: JsonValue | undefined, line: number): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : `line ${line}`;
}
