import type { JsonValue } from '../../formats/json-value.ts';

/** Null and an empty text say the same: there is nothing (spec/evaluation.md 1.2). */
export function isEmptyLeaf(value: JsonValue): boolean {
  return value === null || (typeof value === 'string' && value.trim() === '');
}
