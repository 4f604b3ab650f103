import type { JsonValue } from '../../formats/json-value.ts';

/**
 * Whether two JSON values have the same keys and types, lists element by element. Cheaper than comparing what `valueShape` says of them,
 * and true of nearly every answer that is wrong in its values only.
 */
export function sameShape(first: JsonValue, second: JsonValue): boolean {
  if (first === null || second === null) return first === second;
  if (typeof first !== 'object' || typeof second !== 'object') return typeof first === typeof second;
  if (Array.isArray(first) || Array.isArray(second)) {
    if (!Array.isArray(first) || !Array.isArray(second) || first.length !== second.length) return false;
    return first.every((element, at) => sameShape(element, second[at] ?? null));
  }
  const keys = Object.keys(first);
  if (keys.length !== Object.keys(second).length) return false;
  return keys.every((key) => Object.hasOwn(second, key) && sameShape(first[key] ?? null, second[key] ?? null));
}
