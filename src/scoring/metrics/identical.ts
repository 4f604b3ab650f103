import type { JsonValue } from '../../formats/json-value.ts';

/** Whether two JSON values are the same to the letter; the order of keys aside. For values whose depth is bounded. */
export function identical(first: JsonValue, second: JsonValue): boolean {
  if (first === second) return true;
  if (first === null || second === null || typeof first !== 'object' || typeof second !== 'object') return false;
  if (Array.isArray(first) || Array.isArray(second)) {
    if (!Array.isArray(first) || !Array.isArray(second) || first.length !== second.length) return false;
    return first.every((value, index) => identical(value, second[index] ?? null));
  }
  const keys = Object.keys(first);
  if (keys.length !== Object.keys(second).length) return false;
  return keys.every((key) => Object.hasOwn(second, key) && identical(first[key] ?? null, second[key] ?? null));
}
