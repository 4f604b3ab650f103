/** Bytes that act on a terminal and characters that hide or reorder text. The line feed between lines is the only one allowed. */
const UNSAFE = /[\0-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;

/** What must never be in an output, with its surroundings; undefined when there is none. */
export function unsafeText(output: string): string | undefined {
  const at = output.search(UNSAFE);
  return at < 0 ? undefined : JSON.stringify(output.slice(Math.max(0, at - 20), at + 20));
}
