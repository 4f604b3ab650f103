import { type JsonValue, parseJson } from '../formats/json.ts';

/** Prompts with tools hold a few schemas; a text of braces only is not worth trying at every one. */
const MAX_TRIES = 500;

/** The text with every JSON object and list in it written without spaces and with sorted keys, so that only spelling no longer counts. */
export function withCanonicalJson(text: string): string {
  let result = '';
  let copied = 0;
  for (let tries = 0, at = nextOpening(text, 0); at >= 0 && tries < MAX_TRIES; tries++) {
    const parsed = parseJson(text, { start: at, allowTrailing: true });
    if (parsed.ok) {
      result += text.slice(copied, at) + JSON.stringify(sorted(parsed.value.value));
      copied = parsed.value.end;
    }
    at = nextOpening(text, parsed.ok ? copied : at + 1);
  }
  return result + text.slice(copied);
}

function nextOpening(text: string, from: number): number {
  const at = text.slice(from).search(/[{[]/);
  return at < 0 ? -1 : from + at;
}

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
