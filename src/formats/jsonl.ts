import type { Result } from '../lib/result.ts';
import { type ByteLine, byteLines } from './byte-lines.ts';
import { type JsonProblem, type JsonValue, type ParsedJson, parseJson } from './json.ts';
import { utf8Text } from './utf8-text.ts';

export interface JsonLinesOptions {
  /** A longer line is reported as damaged and skipped; 32 MiB unless told. */
  readonly maxLineBytes?: number;
  /** Accept bare NaN, Infinity and -Infinity, which Python's json writes. */
  readonly nonFinite?: boolean;
}

export interface ReadJsonLine extends Omit<ParsedJson, 'end'> {
  readonly state: 'ok';
  /** From 1, blank lines counted. */
  readonly line: number;
  /** Of the first byte of the line in the file. */
  readonly byteOffset: number;
  /** Length in bytes without the line end. */
  readonly bytes: number;
}

export interface DamagedJsonLine {
  readonly state: 'damaged';
  readonly line: number;
  readonly reason: string;
  /** From 1, in UTF-16 units; absent when the whole line is the trouble. */
  readonly column?: number;
}

export type JsonLine = ReadJsonLine | DamagedJsonLine;

/** A row with a long document is some MiB; 32 leaves room for images in base64 and still bounds the memory. */
const MAX_LINE_BYTES = 32 * 1024 * 1024;

const ROW_PER_LINE = 'a .jsonl file holds one object per line (rename the file to .json, or write one row per line)';
const ONE_ARRAY = `this is one JSON array; ${ROW_PER_LINE}`;
const ONE_OBJECT = `this is one JSON object written over several lines; ${ROW_PER_LINE}`;
const UTF16 = 'the file is UTF-16; save it as UTF-8';

/**
 * Streams a JSON Lines file: memory stays flat, blank lines and a byte order mark are skipped, both line ends are read,
 * and the last line needs none. A damaged line is an item, and reading goes on after it, unless the whole file is something else
 * (one JSON array, one spread-out object, UTF-16), which is said once, on the line where it shows.
 */
export async function* readJsonLines(
  chunks: AsyncIterable<Uint8Array>,
  options: JsonLinesOptions = {},
): AsyncGenerator<JsonLine> {
  const limit = options.maxLineBytes ?? MAX_LINE_BYTES;
  // A first line that is a whole array may be the first of many rows or the whole file: the second line tells.
  let held: JsonLine | undefined;
  let first = true;
  for await (const bytes of byteLines(chunks, limit)) {
    if (isBlank(bytes)) continue;
    if (held !== undefined) yield held;
    held = undefined;
    const { item, elsewhere } = readLine(bytes, limit, options);
    const reason = first ? elsewhere : undefined;
    if (reason !== undefined) {
      yield { state: 'damaged', line: bytes.line, reason };
      return;
    }
    if (first && item.state === 'ok' && holdsRows(item.value)) held = item;
    else yield item;
    first = false;
  }
  if (held !== undefined) yield { state: 'damaged', line: held.line, reason: ONE_ARRAY };
}

/** `elsewhere`: why the file is not JSON Lines at all, should this be its first line. */
function readLine(
  line: ByteLine,
  limit: number,
  options: JsonLinesOptions,
): { item: JsonLine; elsewhere: string | undefined } {
  const damaged = (reason: string, column?: number): JsonLine =>
    column === undefined
      ? { state: 'damaged', line: line.line, reason }
      : { state: 'damaged', line: line.line, reason, column };
  const [one, two] = line.bytes;
  if ((one === 0xff && two === 0xfe) || (one === 0xfe && two === 0xff))
    return { item: damaged(UTF16), elsewhere: UTF16 };
  if (line.skipped) {
    const reason = `the line has ${line.length} bytes; lines of more than ${limit} bytes are skipped`;
    return { item: damaged(reason), elsewhere: firstCode(line.bytes) === 0x5b ? ONE_ARRAY : undefined };
  }
  const text = utf8Text(line.bytes);
  if (!text.ok)
    return { item: damaged(`${text.problem.reason} (counted from the start of the line)`), elsewhere: undefined };
  const parsed = parseJson(text.value, { nonFinite: options.nonFinite ?? false });
  if (!parsed.ok) {
    return { item: damaged(parsed.problem.reason, parsed.problem.column), elsewhere: wholeFile(text.value, parsed) };
  }
  const { value, duplicateKeys, bigIntegers } = parsed.value;
  const { byteOffset, length } = line;
  const item: JsonLine = { state: 'ok', line: line.line, byteOffset, bytes: length, value, duplicateKeys, bigIntegers };
  return { item, elsewhere: undefined };
}

function wholeFile(text: string, parsed: Result<ParsedJson, JsonProblem>): string | undefined {
  if (parsed.ok || !parsed.problem.truncated) return undefined;
  const trimmed = text.trim();
  if (trimmed === '{') return ONE_OBJECT;
  // A cut row ends anywhere; a file that goes on on the next line ends between two values.
  return trimmed.startsWith('[') && /[[{,}\]]$/.test(trimmed) ? ONE_ARRAY : undefined;
}

function holdsRows(value: JsonValue): boolean {
  return Array.isArray(value) && value.every((row) => row !== null && typeof row === 'object' && !Array.isArray(row));
}

function isBlank(line: ByteLine): boolean {
  return !line.skipped && firstCode(line.bytes) === undefined;
}

function firstCode(bytes: Uint8Array): number | undefined {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (let at = start; at < bytes.length; at++) {
    const code = bytes[at];
    if (code !== 0x20 && code !== 0x09 && code !== 0x0d) return code;
  }
  return undefined;
}
