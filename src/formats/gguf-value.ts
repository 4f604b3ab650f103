import { once } from '../lib/once.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { GgufCursor } from './gguf-cursor.ts';
import { utf8Text } from './utf8-text.ts';

/** A metadata value. Integers of 64 bits that a double cannot hold exactly are bigint. */
export type GgufValue = number | bigint | boolean | string | GgufArray;

/** An array as the file has it. Its elements were measured, so that they lie inside the file, and are read only when asked for. */
export interface GgufArray {
  readonly of: GgufTypeName;
  readonly length: number;
  /** The elements as texts; a problem when they are no strings or not UTF-8. */
  strings(): Result<readonly string[]>;
  /** The elements as numbers; a problem when they are neither numbers nor integers that a double holds. */
  numbers(): Result<readonly number[]>;
}

export type GgufTypeName = (typeof TYPES)[number];

/** In the order of their numbers (gguf-py constants.py, GGUFValueType). */
const TYPES = [
  'uint8',
  'int8',
  'uint16',
  'int16',
  'uint32',
  'int32',
  'float32',
  'bool',
  'string',
  'array',
  'uint64',
  'int64',
  'float64',
] as const;

const WIDTHS: Readonly<Record<Exclude<GgufTypeName, 'string' | 'array'>, number>> = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  bool: 1,
  uint64: 8,
  int64: 8,
  float64: 8,
};

/** The longest value known is a whole tokenizer.json (`tokenizer.huggingface.json`), 33 MB for Gemma. */
const MAX_STRING = 128 * 1024 * 1024;
/** The largest vocabularies have some 300,000 tokens and twice as many merges. */
const MAX_ELEMENTS = 16_777_216;
/** No known key nests arrays at all; the format allows it. */
const MAX_DEPTH = 4;

/** Reads a value and its type, which stands before it. Undefined when the cursor failed. */
export function readGgufValue(cursor: GgufCursor, what: string): GgufValue | undefined {
  const type = readType(cursor, what);
  return type === undefined ? undefined : readTyped(cursor, type, what);
}

function readType(cursor: GgufCursor, what: string): GgufTypeName | undefined {
  const at = cursor.position;
  const number = cursor.u32(`the type of ${what}`);
  if (number === undefined) return undefined;
  return TYPES[number] ?? cursor.fail(`${what} has the type ${number}, which GGUF does not define`, at);
}

function readTyped(cursor: GgufCursor, type: GgufTypeName, what: string): GgufValue | undefined {
  if (type === 'string') return cursor.string(what, MAX_STRING);
  if (type === 'array') return readArray(cursor, what);
  const at = cursor.skip(WIDTHS[type], what);
  return at === undefined ? undefined : scalarAt(cursor.bytes, at, type);
}

function readArray(cursor: GgufCursor, what: string): GgufArray | undefined {
  const of = readType(cursor, `the elements of ${what}`);
  const length = of === undefined ? undefined : readLength(cursor, of, what);
  if (of === undefined || length === undefined) return undefined;
  const start = cursor.position;
  if (!skipElements(cursor, { of, length, what, depth: 1 })) return undefined;
  const { bytes } = cursor;
  return {
    of,
    length,
    // Asked for once a prompt; decoding a vocabulary takes a tenth of a second.
    strings: once(() => stringsAt(bytes, start, { of, length })),
    numbers: once(() => numbersAt(bytes, start, { of, length })),
  };
}

/** Refuses a count that cannot fit into the rest of the file, before anything is done with it. */
function readLength(cursor: GgufCursor, of: GgufTypeName, what: string): number | undefined {
  const at = cursor.position;
  const length = cursor.size(`the number of elements of ${what}`);
  if (length === undefined) return undefined;
  // A string has at least its length before it, an array its type and its length.
  const least = of === 'string' ? 8 : of === 'array' ? 12 : WIDTHS[of];
  if (length > MAX_ELEMENTS)
    return cursor.fail(`${what} claims ${length} elements; at most ${MAX_ELEMENTS} are read`, at);
  if (length * least > cursor.fileSize - cursor.position) {
    return cursor.fail(`${what} claims ${length} elements, more than the rest of the file holds: it was cut`, at);
  }
  return length;
}

interface Elements {
  readonly of: GgufTypeName;
  readonly length: number;
  readonly what: string;
  readonly depth: number;
}

/** Walks over the elements without keeping any; false when the cursor failed. */
function skipElements(cursor: GgufCursor, { of, length, what, depth }: Elements): boolean {
  if (of !== 'string' && of !== 'array') return cursor.skip(length * WIDTHS[of], what) !== undefined;
  if (depth > MAX_DEPTH) {
    cursor.fail(`${what} nests arrays more than ${MAX_DEPTH} deep`);
    return false;
  }
  for (let at = 0; at < length; at++) {
    if (of === 'string') {
      if (cursor.stringRange(what, MAX_STRING) === undefined) return false;
      continue;
    }
    const inner = readType(cursor, what);
    const count = inner === undefined ? undefined : readLength(cursor, inner, what);
    if (inner === undefined || count === undefined) return false;
    if (!skipElements(cursor, { of: inner, length: count, what, depth: depth + 1 })) return false;
  }
  return true;
}

function scalarAt(
  bytes: Uint8Array,
  at: number,
  type: Exclude<GgufTypeName, 'string' | 'array'>,
): number | bigint | boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, WIDTHS[type]);
  switch (type) {
    case 'uint8':
      return view.getUint8(0);
    case 'int8':
      return view.getInt8(0);
    case 'uint16':
      return view.getUint16(0, true);
    case 'int16':
      return view.getInt16(0, true);
    case 'uint32':
      return view.getUint32(0, true);
    case 'int32':
      return view.getInt32(0, true);
    case 'float32':
      return view.getFloat32(0, true);
    case 'bool':
      return view.getUint8(0) !== 0;
    case 'uint64':
      return narrowed(view.getBigUint64(0, true));
    case 'int64':
      return narrowed(view.getBigInt64(0, true));
    case 'float64':
      return view.getFloat64(0, true);
  }
}

function narrowed(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

type Measured = Pick<Elements, 'of' | 'length'>;

function stringsAt(bytes: Uint8Array, start: number, { of, length }: Measured): Result<readonly string[]> {
  if (of !== 'string') return failed(`holds ${of} where texts are needed`, { offset: start });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const texts: string[] = [];
  let at = start;
  for (let index = 0; index < length; index++) {
    const end = at + 8 + Number(view.getBigUint64(at, true));
    const text = utf8Text(bytes.subarray(at + 8, end));
    if (!text.ok) return failed(`element ${index} is not text: ${text.problem.reason}`, { offset: at + 8 });
    texts.push(text.value);
    at = end;
  }
  return ok(texts);
}

function numbersAt(bytes: Uint8Array, start: number, { of, length }: Measured): Result<readonly number[]> {
  if (of === 'string' || of === 'array') return failed(`holds ${of}s where numbers are needed`, { offset: start });
  const numbers: number[] = [];
  for (let index = 0; index < length; index++) {
    const value = scalarAt(bytes, start + index * WIDTHS[of], of);
    if (typeof value === 'bigint')
      return failed(`element ${index} is ${value}, which no double holds`, { offset: start });
    numbers.push(Number(value));
  }
  return ok(numbers);
}
