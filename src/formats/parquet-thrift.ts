/** `short`: the bytes end inside the struct. `end` is the offset behind it. */
export type ThriftCheck =
  | { readonly state: 'ok'; readonly end: number }
  | { readonly state: 'short' }
  | { readonly state: 'bad'; readonly reason: string };

interface Walk {
  readonly bytes: Uint8Array;
  at: number;
  /** Values still allowed. */
  left: number;
  problem: 'short' | string | undefined;
}

/** Parquet's own structs nest six deep; a page header four. */
const MAX_DEPTH = 24;
/** A row group of 5,000 columns has some 200,000 values; each becomes a JavaScript value of some 50 bytes. */
const MAX_VALUES = 8_000_000;

const STOP = 0;
const TRUE = 1;
const FALSE = 2;
const BYTE = 3;
const I16 = 4;
const I64 = 6;
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;

/**
 * Walks one struct of Thrift's compact protocol without building anything. hyparquet allocates what a list header claims
 * and recurses as deep as the bytes say, so nothing is given to it that has not passed here.
 */
export function checkThrift(bytes: Uint8Array, start: number): ThriftCheck {
  const walk: Walk = { bytes, at: start, left: MAX_VALUES, problem: undefined };
  skipStruct(walk, 0);
  if (walk.problem === undefined) return { state: 'ok', end: walk.at };
  return walk.problem === 'short' ? { state: 'short' } : { state: 'bad', reason: walk.problem };
}

function skipStruct(walk: Walk, depth: number): void {
  if (depth > MAX_DEPTH) walk.problem = `structures are nested more than ${MAX_DEPTH} deep`;
  while (walk.problem === undefined) {
    const head = nextByte(walk);
    const type = head & 0x0f;
    if (type === STOP) return;
    // A field id that does not fit in the upper four bits follows as a number of its own.
    if (head >> 4 === 0) varint(walk);
    skipValue(walk, type, depth);
  }
}

function skipValue(walk: Walk, type: number, depth: number): void {
  if (--walk.left < 0) walk.problem = `it holds more than ${MAX_VALUES} values`;
  if (walk.problem !== undefined || type === TRUE || type === FALSE) return;
  if (type === BYTE) advance(walk, 1);
  else if (type >= I16 && type <= I64) varint(walk);
  else if (type === DOUBLE) advance(walk, 8);
  else if (type === BINARY) advance(walk, varint(walk));
  else if (type === LIST) skipList(walk, depth);
  else if (type === STRUCT) skipStruct(walk, depth + 1);
  else walk.problem = `it holds a value of type ${type}, which Parquet does not use`;
}

function skipList(walk: Walk, depth: number): void {
  if (depth >= MAX_DEPTH) walk.problem = `structures are nested more than ${MAX_DEPTH} deep`;
  const head = nextByte(walk);
  const size = head >> 4 === 15 ? varint(walk) : head >> 4;
  const type = head & 0x0f;
  if (size > walk.left) walk.problem ??= `a list claims ${size} entries`;
  // Every entry takes a byte at least, so a longer list does not end within these bytes.
  if (size > walk.bytes.length - walk.at) walk.problem ??= 'short';
  for (let entry = 0; entry < size && walk.problem === undefined; entry++) {
    // Booleans are bytes in a list, though a field's header holds them.
    skipValue(walk, type === TRUE || type === FALSE ? BYTE : type, depth + 1);
  }
}

function nextByte(walk: Walk): number {
  const byte = walk.bytes[walk.at];
  if (byte === undefined) {
    walk.problem ??= 'short';
    return STOP;
  }
  walk.at++;
  return byte;
}

function advance(walk: Walk, count: number): void {
  if (walk.at + count > walk.bytes.length) walk.problem ??= 'short';
  else walk.at += count;
}

function varint(walk: Walk): number {
  let value = 0;
  for (let place = 0; place < 10; place++) {
    const byte = nextByte(walk);
    value += (byte & 0x7f) * 2 ** (7 * place);
    if (byte < 0x80) return value;
  }
  walk.problem ??= 'a number has more than ten bytes';
  return value;
}
