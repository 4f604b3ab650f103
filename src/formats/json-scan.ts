import { jsonPath } from './json-path.ts';
import { scanJsonString } from './json-string.ts';
import type { JsonValue } from './json-value.ts';

/** Nesting deeper than this is refused, so that no input overflows the call stack. Python's json gives up near 1000. */
const MAX_DEPTH = 512;
/** How many duplicate keys, and how many big integers, are listed: enough to show the pattern, little enough to keep. */
const MAX_LISTED = 100;
/** Up to this many digits a sum of digits is exact in a double. */
const EXACT_DIGITS = 15;

/** A position in a text that is being scanned, and what was noticed on the way. `failure` is set once and ends the scan. */
export interface JsonScan {
  readonly text: string;
  readonly nonFinite: boolean;
  pos: number;
  depth: number;
  readonly path: (string | number)[];
  readonly duplicateKeys: { path: string; key: string; offset: number }[];
  readonly bigIntegers: { path: string; lexeme: string; offset: number }[];
  failure: { reason: string; offset: number } | undefined;
}

/** Reads one value at `scan.pos` and leaves `pos` right after it; undefined when `scan.failure` has been set. */
export function scanJsonValue(scan: JsonScan): JsonValue | undefined {
  const code = skipSpace(scan);
  if (code === 0x22) return scanJsonString(scan);
  if (code === 0x7b) return nested(scan, scanObject);
  if (code === 0x5b) return nested(scan, scanArray);
  if (code === 0x2d || (code >= 0x30 && code <= 0x39)) return scanNumber(scan);
  if (code === 0x74) return word(scan, 'true', true);
  if (code === 0x66) return word(scan, 'false', false);
  if (code === 0x6e) return word(scan, 'null', null);
  if (scan.nonFinite && code === 0x4e) return word(scan, 'NaN', Number.NaN);
  if (scan.nonFinite && code === 0x49) return word(scan, 'Infinity', Number.POSITIVE_INFINITY);
  return fail(scan, `expected a JSON value but found ${shown(scan)}`);
}

function nested(scan: JsonScan, read: (scan: JsonScan) => JsonValue | undefined): JsonValue | undefined {
  if (scan.depth === MAX_DEPTH) return fail(scan, `values are nested deeper than ${MAX_DEPTH} levels`);
  scan.depth++;
  const value = read(scan);
  scan.depth--;
  return value;
}

function scanObject(scan: JsonScan): JsonValue | undefined {
  const object: { [key: string]: JsonValue } = Object.create(null);
  scan.pos++;
  if (skipSpace(scan) === 0x7d) {
    scan.pos++;
    return object;
  }
  for (;;) {
    if (skipSpace(scan) !== 0x22) return fail(scan, `expected a key in double quotes but found ${shown(scan)}`);
    const keyOffset = scan.pos;
    const key = scanJsonString(scan);
    if (key === undefined) return undefined;
    if (skipSpace(scan) !== 0x3a) return fail(scan, `expected ':' after the key but found ${shown(scan)}`);
    scan.pos++;
    scan.path[scan.depth - 1] = key;
    const value = scanJsonValue(scan);
    if (value === undefined) return undefined;
    if (key in object) noteDuplicate(scan, key, keyOffset);
    object[key] = value;
    const next = skipSpace(scan);
    scan.pos++;
    if (next === 0x2c) continue;
    if (next === 0x7d) return object;
    scan.pos--;
    return fail(scan, `expected ',' or '}' but found ${shown(scan)}`);
  }
}

function scanArray(scan: JsonScan): JsonValue | undefined {
  const array: JsonValue[] = [];
  scan.pos++;
  if (skipSpace(scan) === 0x5d) {
    scan.pos++;
    return array;
  }
  for (;;) {
    scan.path[scan.depth - 1] = array.length;
    const value = scanJsonValue(scan);
    if (value === undefined) return undefined;
    array.push(value);
    const next = skipSpace(scan);
    scan.pos++;
    if (next === 0x2c) continue;
    if (next === 0x5d) return array;
    scan.pos--;
    return fail(scan, `expected ',' or ']' but found ${shown(scan)}`);
  }
}

function scanNumber(scan: JsonScan): JsonValue | undefined {
  const { text } = scan;
  const start = scan.pos;
  const negative = text.charCodeAt(start) === 0x2d;
  if (negative) scan.pos++;
  if (scan.nonFinite && negative && text.charCodeAt(scan.pos) === 0x49) {
    return word(scan, 'Infinity', Number.NEGATIVE_INFINITY);
  }
  const first = text.charCodeAt(scan.pos);
  const digits = skipDigits(scan);
  if (digits === 0) return fail(scan, `expected a digit after '-' but found ${shown(scan)}`);
  if (first === 0x30 && digits > 1) {
    scan.pos -= digits - 1;
    return fail(scan, 'a number must not start with a zero followed by digits');
  }
  const integer = !isFractionStart(text.charCodeAt(scan.pos));
  if (!integer && !skipFraction(scan)) return undefined;
  const lexeme = text.slice(start, scan.pos);
  const value = Number(lexeme);
  if (!integer || digits <= EXACT_DIGITS || Number.isSafeInteger(value)) return value;
  if (scan.bigIntegers.length < MAX_LISTED) {
    scan.bigIntegers.push({ path: jsonPath(scan.path.slice(0, scan.depth)), lexeme, offset: start });
  }
  return lexeme;
}

function skipFraction(scan: JsonScan): boolean {
  if (scan.text.charCodeAt(scan.pos) === 0x2e) {
    scan.pos++;
    if (skipDigits(scan) === 0) {
      fail(scan, `expected a digit after '.' but found ${shown(scan)}`);
      return false;
    }
  }
  const code = scan.text.charCodeAt(scan.pos);
  if (code !== 0x65 && code !== 0x45) return true;
  scan.pos++;
  const sign = scan.text.charCodeAt(scan.pos);
  if (sign === 0x2b || sign === 0x2d) scan.pos++;
  if (skipDigits(scan) > 0) return true;
  fail(scan, `expected a digit in the exponent but found ${shown(scan)}`);
  return false;
}

function skipDigits(scan: JsonScan): number {
  const start = scan.pos;
  for (;;) {
    const code = scan.text.charCodeAt(scan.pos);
    if (!(code >= 0x30 && code <= 0x39)) return scan.pos - start;
    scan.pos++;
  }
}

function isFractionStart(code: number): boolean {
  return code === 0x2e || code === 0x65 || code === 0x45;
}

function word<T extends JsonValue>(scan: JsonScan, expected: string, value: T): T | undefined {
  const { text, pos } = scan;
  if (text.startsWith(expected, pos)) {
    scan.pos = pos + expected.length;
    return value;
  }
  let same = 0;
  while (text.charCodeAt(pos + same) === expected.charCodeAt(same)) same++;
  scan.pos = pos + same;
  return fail(scan, `expected the word '${expected}' but found ${shown(scan)}`);
}

/** Moves past JSON white space; returns the code unit there, NaN at the end. */
function skipSpace(scan: JsonScan): number {
  for (;;) {
    const code = scan.text.charCodeAt(scan.pos);
    if (code > 0x20 || (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09)) return code;
    scan.pos++;
  }
}

function noteDuplicate(scan: JsonScan, key: string, offset: number): void {
  if (scan.duplicateKeys.length === MAX_LISTED) return;
  const path = jsonPath([...scan.path.slice(0, scan.depth - 1), key]);
  scan.duplicateKeys.push({ path, key, offset });
}

function shown(scan: JsonScan): string {
  const code = scan.text.codePointAt(scan.pos);
  if (code === undefined) return 'the end of the text';
  if (code === 0xfeff) return 'a byte order mark';
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return `the control character U+${hex(code)}`;
  return code < 0x7f ? `'${String.fromCodePoint(code)}'` : `'${String.fromCodePoint(code)}' (U+${hex(code)})`;
}

function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0');
}

function fail(scan: JsonScan, reason: string): undefined {
  scan.failure = { reason, offset: scan.pos };
  return undefined;
}
