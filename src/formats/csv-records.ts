import { utf8Text } from './utf8-text.ts';

/** One record of a CSV file, or one that could not be read. */
export type CsvRecord =
  | { readonly state: 'ok'; readonly line: number; readonly cells: readonly string[] }
  | { readonly state: 'damaged'; readonly line: number; readonly reason: string };

/** As for a line of JSON Lines; also bounds what a quote that is never closed may swallow. */
const MAX_RECORD_BYTES = 32 * 1024 * 1024;
const MAX_CELLS = 5000;

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

type State = 'record-start' | 'field-start' | 'field' | 'quoted' | 'quote-in-quoted';

interface Scan {
  readonly separator: number;
  state: State;
  /** Bytes of the record without separators and quotes, and where its cells end in them. */
  bytes: Uint8Array;
  length: number;
  ends: number[];
  /** Line of the byte that is read, and of the record's first one. */
  line: number;
  startLine: number;
  /** The carriage return of a line end was read; a line feed behind it belongs to it. */
  afterReturn: boolean;
  /** Only blanks so far, none of them quoted. */
  blank: boolean;
}

/**
 * Cuts CSV into records as pandas' tokenizer does: a quote opens only at the start of a cell, two quotes are one, what follows a
 * closing quote belongs to the cell, lines of blanks are skipped, and LF, CR and CRLF end a line. Memory holds one record.
 */
export async function* csvRecords(chunks: AsyncIterable<Uint8Array>, separator: string): AsyncGenerator<CsvRecord> {
  const scan = startScan(separator);
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst && isUtf16(chunk)) {
      yield { state: 'damaged', line: 1, reason: 'the file is UTF-16; save it as UTF-8' };
      return;
    }
    const hasMark = isFirst && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
    isFirst = false;
    for (let at = hasMark ? 3 : 0; at < chunk.length; at++) {
      at = readRun(scan, chunk, at);
      if (!readByte(scan, chunk[at])) continue;
      const record = takeRecord(scan);
      if (record) yield record;
    }
  }
  if (scan.state === 'quoted') {
    const reason = 'a quote is opened and never closed, so the rest of the file is one cell';
    yield { state: 'damaged', line: scan.startLine, reason };
  } else if (scan.state !== 'record-start') {
    endCell(scan);
    const last = takeRecord(scan);
    if (last) yield last;
  }
}

function startScan(separator: string): Scan {
  return {
    separator: separator.charCodeAt(0),
    state: 'record-start',
    bytes: new Uint8Array(4096),
    length: 0,
    ends: [],
    line: 1,
    startLine: 1,
    afterReturn: false,
    blank: true,
  };
}

function isUtf16([one, two]: Uint8Array): boolean {
  return (one === 0xff && two === 0xfe) || (one === 0xfe && two === 0xff);
}

/** Takes the bytes that only belong to the cell, all at once; returns where another one begins. */
function readRun(scan: Scan, bytes: Uint8Array, start: number): number {
  if (scan.state !== 'field' && scan.state !== 'quoted') return start;
  const quoted = scan.state === 'quoted';
  let at = start;
  let { line, afterReturn } = scan;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (quoted ? byte === QUOTE : byte === scan.separator || byte === LINE_FEED || byte === CARRIAGE_RETURN) break;
    if (quoted && (byte === CARRIAGE_RETURN || (byte === LINE_FEED && !afterReturn))) line++;
    afterReturn = byte === CARRIAGE_RETURN;
    if (scan.blank && byte !== SPACE && byte !== TAB) scan.blank = false;
  }
  scan.line = line;
  scan.afterReturn = afterReturn;
  append(scan, bytes.subarray(start, at));
  return at;
}

function append(scan: Scan, run: Uint8Array): void {
  const length = scan.length + run.length;
  if (length > scan.bytes.length && scan.length <= MAX_RECORD_BYTES) {
    const larger = new Uint8Array(Math.min(Math.max(length, scan.bytes.length * 2), MAX_RECORD_BYTES));
    larger.set(scan.bytes.subarray(0, scan.length));
    scan.bytes = larger;
  }
  if (length <= scan.bytes.length) scan.bytes.set(run, scan.length);
  scan.length = length;
}

/** True when the byte ended a record; undefined is behind the last byte of the chunk. */
function readByte(scan: Scan, byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const joinsReturn = scan.afterReturn && byte === LINE_FEED;
  scan.afterReturn = byte === CARRIAGE_RETURN;
  const isLineEnd = byte === LINE_FEED || byte === CARRIAGE_RETURN;
  if (isLineEnd && !joinsReturn) scan.line++;
  if (scan.state === 'quoted') {
    if (byte === QUOTE) scan.state = 'quote-in-quoted';
    else push(scan, byte);
    return false;
  }
  // The second half of a line end outside quotes.
  if (joinsReturn && scan.state === 'record-start') return false;
  if (isLineEnd) {
    if (scan.state === 'record-start') scan.startLine = scan.line;
    else endCell(scan);
    return scan.state !== 'record-start';
  }
  if (byte === scan.separator) {
    endCell(scan);
    scan.blank = false;
    scan.state = 'field-start';
    return false;
  }
  readCellByte(scan, byte);
  return false;
}

function readCellByte(scan: Scan, byte: number): void {
  if (byte === QUOTE) {
    scan.blank = false;
    if (scan.state === 'record-start' || scan.state === 'field-start') {
      scan.state = 'quoted';
      return;
    }
    if (scan.state === 'quote-in-quoted') {
      push(scan, byte);
      scan.state = 'quoted';
      return;
    }
  }
  if (byte !== SPACE && byte !== TAB) scan.blank = false;
  push(scan, byte);
  scan.state = 'field';
}

function push(scan: Scan, byte: number): void {
  if (scan.length < scan.bytes.length) scan.bytes[scan.length++] = byte;
  else append(scan, Uint8Array.of(byte));
}

function endCell(scan: Scan): void {
  if (scan.ends.length <= MAX_CELLS) scan.ends.push(scan.length);
}

/** Undefined for a line of blanks. */
function takeRecord(scan: Scan): CsvRecord | undefined {
  const { startLine: line, length, ends, blank } = scan;
  const bytes = scan.bytes.subarray(0, Math.min(length, scan.bytes.length));
  scan.state = 'record-start';
  scan.length = 0;
  scan.ends = [];
  scan.startLine = scan.line;
  scan.blank = true;
  if (blank && ends.length === 1) return undefined;
  if (length > MAX_RECORD_BYTES)
    return { state: 'damaged', line, reason: `the row has ${length} bytes; is a quote not closed?` };
  if (ends.length > MAX_CELLS) return { state: 'damaged', line, reason: `the row has more than ${MAX_CELLS} cells` };
  return decoded(bytes, ends, line);
}

function decoded(bytes: Uint8Array, ends: readonly number[], line: number): CsvRecord {
  const whole = utf8Text(bytes);
  if (!whole.ok)
    return { state: 'damaged', line, reason: `${whole.problem.reason} (counted from the start of the row)` };
  const cells: string[] = [];
  let start = 0;
  const isAscii = whole.value.length === bytes.length;
  for (const end of ends) {
    const text = isAscii ? undefined : utf8Text(bytes.subarray(start, end));
    if (text && !text.ok) return { state: 'damaged', line, reason: 'a cell is not UTF-8' };
    cells.push(text ? text.value : whole.value.slice(start, end));
    start = end;
  }
  return { state: 'ok', line, cells };
}
