import type { DataRow } from '../data-set.ts';

/**
 * What a rendering of the row holds, without the white space at the ends, which many templates take off: its turns, or the one text that it
 * is.
 */
export function rowTexts(row: DataRow): readonly string[] {
  return row.text === undefined ? row.turns.map((turn) => turn.text.trim()) : [row.text.trim()];
}
