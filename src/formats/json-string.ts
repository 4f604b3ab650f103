/** The part of a scan that reading a string touches. */
export interface StringScan {
  readonly text: string;
  pos: number;
  failure: { reason: string; offset: number } | undefined;
}

const SIMPLE_ESCAPES: ReadonlyMap<number, string> = new Map([
  [0x22, '"'],
  [0x5c, '\\'],
  [0x2f, '/'],
  [0x62, '\b'],
  [0x66, '\f'],
  [0x6e, '\n'],
  [0x72, '\r'],
  [0x74, '\t'],
]);

/**
 * Reads the JSON string whose opening quote is at `scan.pos` and leaves `pos` after the closing quote; undefined when
 * `scan.failure` has been set. Escapes of lone surrogates are kept as they are, as Python and JSON.parse do.
 */
export function scanJsonString(scan: StringScan): string | undefined {
  const { text } = scan;
  const start = scan.pos + 1;
  let pos = start;
  for (;;) {
    const code = text.charCodeAt(pos);
    if (code === 0x22) {
      scan.pos = pos + 1;
      return text.slice(start, pos);
    }
    if (code === 0x5c) return withEscapes(scan, start, pos);
    if (!(code >= 0x20)) return endless(scan, pos);
    pos++;
  }
}

function withEscapes(scan: StringScan, start: number, firstEscape: number): string | undefined {
  const { text } = scan;
  let value = '';
  let copied = start;
  let pos = firstEscape;
  for (;;) {
    const code = text.charCodeAt(pos);
    if (code === 0x22) {
      scan.pos = pos + 1;
      return value + text.slice(copied, pos);
    }
    if (code === 0x5c) {
      value += text.slice(copied, pos);
      scan.pos = pos + 1;
      const unit = scanEscape(scan);
      if (unit === undefined) return undefined;
      value += unit;
      copied = scan.pos;
      pos = copied;
    } else if (code >= 0x20) pos++;
    else return endless(scan, pos);
  }
}

function scanEscape(scan: StringScan): string | undefined {
  const code = scan.text.charCodeAt(scan.pos);
  const simple = SIMPLE_ESCAPES.get(code);
  if (simple !== undefined) {
    scan.pos++;
    return simple;
  }
  if (Number.isNaN(code)) return fail(scan, 'the text ends inside an escape');
  if (code !== 0x75) return fail(scan, 'a backslash is followed by a character that JSON does not escape');
  scan.pos++;
  let unit = 0;
  for (let digits = 0; digits < 4; digits++) {
    const digit = hexDigit(scan.text.charCodeAt(scan.pos));
    if (digit === -1) {
      const atEnd = scan.pos >= scan.text.length;
      return fail(scan, atEnd ? 'the text ends inside an escape' : 'an escape \\u needs four hexadecimal digits');
    }
    unit = unit * 16 + digit;
    scan.pos++;
  }
  return String.fromCharCode(unit);
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function endless(scan: StringScan, pos: number): undefined {
  scan.pos = pos;
  if (pos >= scan.text.length) return fail(scan, 'the text ends inside a string');
  const code = scan.text.charCodeAt(pos).toString(16).toUpperCase().padStart(4, '0');
  return fail(scan, `a string holds the raw control character U+${code}, which must be escaped`);
}

function fail(scan: StringScan, reason: string): undefined {
  scan.failure = { reason, offset: scan.pos };
  return undefined;
}
