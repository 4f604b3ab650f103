// What str.isspace() accepts. JavaScript's \s lacks U+001C to U+001F and U+0085 and has U+FEFF, which Python keeps.
const SPACE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const LEADING = new RegExp(`^${SPACE}+`);
const ONE = new RegExp(SPACE);

/** Python's `str.rstrip()`. */
export function pythonStripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && ONE.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** Python's `str.strip()`. */
export function pythonStrip(text: string): string {
  return pythonStripEnd(text.replace(LEADING, ''));
}
