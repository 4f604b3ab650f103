// What str.isspace() accepts. JavaScript's \s lacks U+001C to U+001F and U+0085 and has U+FEFF, which Python keeps.
function isSpaceCode(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 9 && code <= 13) || (code >= 0x1c && code <= 0x1f);
  if (code === 0x85 || code === 0xa0 || code === 0x1680) return true;
  if (code >= 0x2000 && code <= 0x200a) return true;
  return code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000;
}

/** Whether str.isspace() accepts the UTF-16 unit. */
export function isPythonSpace(code: number): boolean {
  return isSpaceCode(code);
}

/** Offset of the first character that is no space, from `from` on. */
export function spaceEnd(text: string, from = 0): number {
  let at = from;
  while (at < text.length && isSpaceCode(text.charCodeAt(at))) at++;
  return at;
}

/** Offset behind the last character that is no space. */
export function trimmedEnd(text: string, from = 0): number {
  let end = text.length;
  while (end > from && isSpaceCode(text.charCodeAt(end - 1))) end--;
  return end;
}

/** Python's `str.rstrip()`. */
export function pythonStripEnd(text: string): string {
  return text.slice(0, trimmedEnd(text));
}

/** Python's `str.strip()`. */
export function pythonStrip(text: string): string {
  const start = spaceEnd(text);
  return text.slice(start, trimmedEnd(text, start));
}
