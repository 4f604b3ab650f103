import { PYTHON_SPACE } from './python-space.ts';

const ONE = new RegExp(PYTHON_SPACE);

/** Python's `text.strip()`. Its end is found from behind: a pattern for trailing space is quadratic in long inner runs. */
export function pythonStrip(text: string): string {
  let start = 0;
  let end = text.length;
  while (end > 0 && isSpace(text, end - 1)) end--;
  while (start < end && isSpace(text, start)) start++;
  return text.slice(start, end);
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code > 0x20 && code < 0x80) return false;
  return ONE.test(text.charAt(at));
}
