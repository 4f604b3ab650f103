/**
 * A character that Python's `str.split()`, `str.strip()` and `\s` take for white space, as the source of a regular expression.
 * JavaScript's `\s` lacks U+001C to U+001F and U+0085, and has U+FEFF.
 */
export const PYTHON_SPACE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
