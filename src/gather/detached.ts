import type { JsonValue } from '../formats/json.ts';

/** V8 copies shorter substrings and makes longer ones point into the whole text. */
const COPIED_LENGTH = 12;

/** The same value without references into the line it was cut from, which would keep megabytes alive for a few kept characters. */
export function detached(value: JsonValue): JsonValue {
  if (typeof value === 'string') return detachedText(value);
  if (Array.isArray(value)) return value.map(detached);
  if (typeof value !== 'object' || value === null) return value;
  const copy: { [key: string]: JsonValue } = Object.create(null);
  for (const [key, inner] of Object.entries(value)) copy[detachedText(key)] = detached(inner);
  return copy;
}

/** Through JSON, because UTF-8 cannot carry lone surrogates. */
export function detachedText(text: string): string {
  return text.length <= COPIED_LENGTH ? text : String(JSON.parse(JSON.stringify(text)));
}
