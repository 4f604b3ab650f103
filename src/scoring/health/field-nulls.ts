import type { JsonValue } from '../../formats/json-value.ts';
import { type Proportion, proportion } from '../proportion.ts';
import { type RowList, rowList } from './row-list.ts';

export interface FieldNulls {
  readonly field: string;
  /** Rows whose right answer has no value here (null, empty, or no such key), over all rows. */
  readonly empty: Proportion;
  readonly rows: RowList;
  /** More than seven tenths (spec/evaluation.md 6.1): always answering null is nearly right. */
  readonly mostlyEmpty: boolean;
}

const MOSTLY = 0.7;
const MOST_FIELDS = 1_000;

/**
 * How often each top-level field of the right answers is empty. Takes the answers one by one, since all of them at once would fill the
 * memory; a row whose answer is no object is undefined.
 */
export function fieldNulls(
  answers: Iterable<{ readonly [key: string]: JsonValue } | undefined>,
): readonly FieldNulls[] {
  const known: number[] = [];
  const empties = new Map<string, number[]>();
  let row = -1;
  for (const answer of answers) {
    row++;
    if (answer === undefined) continue;
    // A field that nobody had before was empty in all rows before.
    for (const key of Object.keys(answer))
      if (!empties.has(key) && empties.size < MOST_FIELDS) empties.set(key, [...known]);
    known.push(row);
    for (const [key, rows] of empties) if (isEmpty(answer[key] ?? null)) rows.push(row);
  }
  return [...empties].map(([field, rows]) => {
    const empty = proportion(rows.length, known.length);
    return { field, empty, rows: rowList(rows), mostlyEmpty: (empty.share ?? 0) > MOSTLY };
  });
}

function isEmpty(value: JsonValue): boolean {
  if (value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return typeof value === 'object' && Object.keys(value).length === 0;
}
