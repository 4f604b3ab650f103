import { failed, ok, type Result } from '../lib/result.ts';
import { type JsonProblem, type ParsedJson, parseJson } from './json.ts';
import { utf8Text } from './utf8-text.ts';

export interface JsonRowsOptions {
  /** A larger file is refused; 512 MiB unless told. */
  readonly maxBytes?: number;
  /** Accept bare NaN, Infinity and -Infinity, which Python's json writes. */
  readonly nonFinite?: boolean;
}

export interface ReadJsonRow extends Omit<ParsedJson, 'end'> {
  readonly state: 'ok';
  /** From 1, in the order of the file. */
  readonly row: number;
}

/** Nothing can be read behind damage inside one JSON value, so this is always the last item. */
export interface DamagedJsonRow {
  readonly state: 'damaged';
  /** The row at which reading stopped; 1 when no row could be read. */
  readonly row: number;
  readonly reason: string;
  /** Place in the file, from 1; absent when the whole file is the trouble. */
  readonly line?: number;
  readonly column?: number;
}

export type JsonRow = ReadJsonRow | DamagedJsonRow;

/** V8's longest string is 2^29 - 24 units: what is larger could not be decoded in one piece. */
const MAX_BYTES = 512 * 1024 * 1024 - 1024;
/** Keys under which data sets keep their rows in a JSON object (`data` as in SQuAD, `rows` as the Hub's viewer, `train`). */
const ROW_KEYS: ReadonlySet<string> = new Set(['data', 'rows', 'train']);

/**
 * Reads the rows of a `.json` file: an array, or an object whose first `data`, `rows` or `train` key holds an array. Rows are
 * yielded as they are parsed; whether a row is an object is for the caller to judge. Keys behind the rows are not read.
 */
export async function* readJsonRows(
  chunks: AsyncIterable<Uint8Array>,
  options: JsonRowsOptions = {},
): AsyncGenerator<JsonRow> {
  const whole = await collect(chunks, options.maxBytes ?? MAX_BYTES);
  const text = whole.ok ? utf8Text(whole.value) : whole;
  if (!text.ok) {
    yield { state: 'damaged', row: 1, reason: text.problem.reason };
    return;
  }
  const valueAt: ValueAt = (at) =>
    parseJson(text.value, { start: at, allowTrailing: true, nonFinite: options.nonFinite ?? false });
  const start = findRows(text.value, valueAt);
  if (start.ok) yield* rowsFrom(text.value, start.value, valueAt);
  else yield damagedRow(1, start.problem);
}

type ValueAt = (start: number) => Result<ParsedJson, JsonProblem>;
type Damage = { readonly reason: string; readonly line?: number; readonly column?: number };

async function collect(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Result<Uint8Array>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maxBytes)
      return failed(`the file has more than ${maxBytes} bytes; write it as JSON Lines to have it read`);
    parts.push(chunk.slice());
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return ok(all);
}

/** Offset right behind the `[` that opens the rows. */
function findRows(text: string, valueAt: ValueAt): Result<number, Damage> {
  let at = afterSpace(text, 0);
  if (text[at] === '[') return ok(at + 1);
  if (text[at] !== '{') return { ok: false, problem: notRows(valueAt(at)) };
  at = afterSpace(text, at + 1);
  while (text[at] === '"') {
    const key = valueAt(at);
    if (!key.ok) return key;
    at = afterSpace(text, key.value.end);
    if (text[at] !== ':') break;
    at = afterSpace(text, at + 1);
    if (typeof key.value.value === 'string' && ROW_KEYS.has(key.value.value) && text[at] === '[') return ok(at + 1);
    const skipped = valueAt(at);
    if (!skipped.ok) return skipped;
    at = afterSpace(text, skipped.value.end);
    if (text[at] !== ',') break;
    at = afterSpace(text, at + 1);
  }
  return { ok: false, problem: notRows(valueAt(0)) };
}

function notRows(whole: Result<ParsedJson, JsonProblem>): Damage {
  if (!whole.ok) return whole.problem;
  return {
    reason: `the file holds no rows: neither an array nor an object with an array under ${[...ROW_KEYS].join(', ')}`,
  };
}

function* rowsFrom(text: string, start: number, valueAt: ValueAt): Generator<JsonRow> {
  const isWholeFile = afterSpace(text, 0) === start - 1;
  let at = afterSpace(text, start);
  if (text[at] === ']') return;
  for (let row = 1; ; row++) {
    const parsed = valueAt(at);
    if (!parsed.ok) {
      yield damagedRow(row, parsed.problem);
      return;
    }
    const { value, end, duplicateKeys, bigIntegers } = parsed.value;
    yield { state: 'ok', row, value, duplicateKeys, bigIntegers };
    at = afterSpace(text, end);
    if (text[at] === ']') {
      const rest = afterSpace(text, at + 1);
      if (isWholeFile && rest < text.length)
        yield damagedRow(row + 1, { reason: 'more text follows the array of rows' });
      return;
    }
    if (text[at] !== ',') {
      const reason = at >= text.length ? 'the file ends inside the array of rows' : "expected ',' or ']' after the row";
      yield damagedRow(row + 1, { reason });
      return;
    }
    at = afterSpace(text, at + 1);
  }
}

function damagedRow(row: number, { reason, line, column }: Damage): DamagedJsonRow {
  return {
    state: 'damaged',
    row,
    reason,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  };
}

function afterSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at++;
  return at;
}
