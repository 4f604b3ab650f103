import type { JsonValue } from '../formats/json-value.ts';

/** No answer nests deeper; beyond this two values count as different rather than exhaust the stack. */
const DEEPEST = 512;

/**
 * Whether two JSON values say the same. Strings are compared in NFC without surrounding space; nothing else is forgiven, since
 * dropping punctuation would make "12.5 mg" equal "125 mg". A number equals the string that spells it (ids beyond 2^53 arrive as
 * strings). Key order does not matter.
 */
export function sameValue(first: JsonValue | undefined, second: JsonValue | undefined, depth = 0): boolean {
  if (first === second) return true;
  if (first === undefined || second === undefined || first === null || second === null) return false;
  if (typeof first !== 'object' || typeof second !== 'object') {
    return typeof first !== 'object' && typeof second !== 'object' && spell(first) === spell(second);
  }
  if (depth === DEEPEST || Array.isArray(first) !== Array.isArray(second)) return false;
  const left = new Map(Object.entries(first));
  const right = new Map(Object.entries(second));
  return (
    left.size === right.size &&
    [...left].every(([key, value]) => right.has(key) && sameValue(value, right.get(key), depth + 1))
  );
}

function spell(value: string | number | boolean): string {
  return String(value).normalize('NFC').trim();
}
