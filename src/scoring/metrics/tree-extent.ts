import type { JsonValue } from '../../formats/json-value.ts';

/** Deeper values would overflow the call stack of a recursive metric; no answer is. */
const DEEPEST = 512;

/**
 * How many values a JSON value holds, itself included; null when there are more than `most` or they nest deeper than 512 levels, so
 * that a recursive metric can refuse it beforehand.
 */
export function treeExtent(value: JsonValue, most: number): number | null {
  const count = countBelow(value, most, 0);
  return count > most ? null : count;
}

/** Values at and below this one; infinite as soon as a limit is passed. */
function countBelow(value: JsonValue, most: number, depth: number): number {
  if (value === null || typeof value !== 'object') return 1;
  if (depth === DEEPEST) return Number.POSITIVE_INFINITY;
  const children = Array.isArray(value) ? value : Object.values(value);
  let count = 1;
  for (const child of children) {
    count += countBelow(child, most - count, depth + 1);
    if (count > most) return Number.POSITIVE_INFINITY;
  }
  return count;
}
