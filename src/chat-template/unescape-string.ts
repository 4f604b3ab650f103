const SIMPLE: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const ESCAPE = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/gu;

// jinja2 turns what is not ASCII into escapes before it reads them, so a backslash before it escapes the escape.
function backslashed(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x80) return `\\${char}`;
  if (code < 0x100) return `\\x${hex}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** The value of a string literal without its quotes, by Python's unicode-escape codec; undefined when it does not decode. */
export function unescapeString(text: string): string | undefined {
  if (!text.includes('\\')) return text;
  let valid = true;
  const value = text.replace(ESCAPE, (_, octal?: string, x?: string, u?: string, long?: string, char = '') => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    const hex = x ?? u ?? long;
    if (hex !== undefined) {
      const code = Number.parseInt(hex, 16);
      if (code > 0x10ffff) valid = false;
      return valid ? String.fromCodePoint(code) : '';
    }
    // Named characters would need Unicode's list of names.
    if (char === 'x' || char === 'u' || char === 'U' || char === 'N') valid = false;
    return SIMPLE[char] ?? backslashed(char);
  });
  return valid ? value : undefined;
}
