import type { JsonValue } from '../../formats/json-value.ts';
import { type Proportion, proportion } from '../proportion.ts';

export interface FieldNulls {
  readonly field: string;
  /** Rows whose right answer has no value here (null, empty, or no such key), over all rows. */
  readonly empty: Proportion;
  /** More than seven tenths (spec/evaluation.md 6.1): always answering null is nearly right. */
  readonly mostlyEmpty: boolean;
}

const MOSTLY = 0.7;
const MOST_FIELDS = 1_000;

/** How often each top-level field of the right answers is empty. */
export function fieldNulls(answers: readonly { readonly [key: string]: JsonValue }[]): readonly FieldNulls[] {
  const filled = new Map<string, number>();
  for (const answer of answers)
    for (const [key, value] of Object.entries(answer))
      if (filled.has(key) || filled.size < MOST_FIELDS)
        filled.set(key, (filled.get(key) ?? 0) + (isEmpty(value) ? 0 : 1));
  return [...filled].map(([field, count]) => {
    const empty = proportion(answers.length - count, answers.length);
    return { field, empty, mostlyEmpty: (empty.share ?? 0) > MOSTLY };
  });
}

function isEmpty(value: JsonValue): boolean {
  if (value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return typeof value === 'object' && Object.keys(value).length === 0;
}
