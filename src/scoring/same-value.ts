import type { JsonValue } from '../formats/json-value.ts';

/** No answer nests deeper; beyond this two values count as different rather than exhaust the stack. */
const DEEPEST = 512;

/**
 * Whether two JSON values say the same. Strings are compared in NFC without surrounding space; nothing else is forgiven, since
 * dropping punctuation would make "12.5 mg" equal "125 mg". A number equals the string that spells it, with the zeros of a price too (ids
 * beyond 2^53 arrive as strings); one that no double holds (1e999) equals nothing. Key order does not matter.
 */
export function sameValue(first: JsonValue | undefined, second: JsonValue | undefined, depth = 0): boolean {
  if (first === second) return typeof first !== 'number' || Number.isFinite(first);
  if (first === undefined || second === undefined || first === null || second === null) return false;
  if (typeof first !== 'object' || typeof second !== 'object') {
    return typeof first !== 'object' && typeof second !== 'object' && sameScalar(first, second);
  }
  if (depth === DEEPEST || Array.isArray(first) !== Array.isArray(second)) return false;
  const left = new Map(Object.entries(first));
  const right = new Map(Object.entries(second));
  return (
    left.size === right.size &&
    [...left].every(([key, value]) => right.has(key) && sameValue(value, right.get(key), depth + 1))
  );
}

function sameScalar(first: string | number | boolean, second: string | number | boolean): boolean {
  if (typeof first === 'number' && typeof second !== 'number') return isSpelling(spell(second), first);
  if (typeof second === 'number' && typeof first !== 'number') return isSpelling(spell(first), second);
  return spell(first) === spell(second);
}

/** Up to 15 digits two numbers are the same double only if they are the same number. */
const SPELLED_NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,14})?$/;
const EXACT_DIGITS = 15;

function isSpelling(text: string, value: number): boolean {
  if (text === String(value)) return Number.isFinite(value);
  return SPELLED_NUMBER.test(text) && text.replace(/\D/g, '').length <= EXACT_DIGITS && Number(text) === value;
}

function spell(value: string | number | boolean): string {
  return String(value).normalize('NFC').trim();
}
