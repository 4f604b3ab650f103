import { deltaBinaryUnpack, deltaLengthByteArray } from 'hyparquet/src/delta.js';
import { byteStreamSplit } from 'hyparquet/src/encoding.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { errorText } from '../lib/error-text.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { readRuns } from './parquet-runs.ts';
import type { ParquetLeaf } from './parquet-schema.ts';

/** Where a page keeps its values; the page is a buffer of its own. */
export interface StoredValues {
  readonly page: Uint8Array<ArrayBuffer>;
  readonly start: number;
  readonly count: number;
  readonly encoding: string;
}

type Values = ArrayLike<unknown>;

/** Text of a page that repeats the text before it: what it may unpack to. */
const MAX_PREFIXED_BYTES = 512 * 1024 * 1024;

/**
 * The stored values of a page: numbers, bigints, booleans or bytes by the column's physical type; for a dictionary encoding
 * the indices. hyparquet unpacks; what it would take on trust (run lengths, prefix lengths, sizes) is checked before.
 */
export function readStoredValues(leaf: ParquetLeaf, stored: StoredValues): Result<Values> {
  if (stored.count === 0) return ok([]);
  // hyparquet runs into the end of the buffer where a page is damaged: bad input here, not a bug.
  try {
    const values = valuesOf(leaf, stored);
    return values.ok && values.value.length !== stored.count
      ? failed(`a page holds ${values.value.length} values where ${stored.count} are announced`)
      : values;
  } catch (error) {
    return failed(`a page is damaged: ${errorText(error)}`);
  }
}

function valuesOf(leaf: ParquetLeaf, stored: StoredValues): Result<Values> {
  const { page, start, count, encoding } = stored;
  const { type, type_length: width = 0 } = leaf.node.element;
  const reader = { view: new DataView(page.buffer), offset: start };
  if (type === undefined) return failed('a column has no type');
  switch (encoding) {
    case 'PLAIN':
      return ok(readPlain(reader, type, count, width));
    case 'PLAIN_DICTIONARY':
    case 'RLE_DICTIONARY':
      return indices(stored);
    case 'RLE':
      return type === 'BOOLEAN' ? booleans(stored) : failed(`a page of ${type} is encoded as RLE`);
    case 'DELTA_BINARY_PACKED':
      return integers(stored, type === 'INT32' ? new Int32Array(count) : new BigInt64Array(count));
    case 'DELTA_LENGTH_BYTE_ARRAY': {
      const texts = new Array<Uint8Array>(count);
      deltaLengthByteArray(reader, count, texts);
      return ok(texts);
    }
    case 'DELTA_BYTE_ARRAY':
      return prefixedTexts(stored);
    case 'BYTE_STREAM_SPLIT':
      if (count * (type === 'FIXED_LEN_BYTE_ARRAY' ? width : 4) > page.length - start)
        return failed(`a page of ${page.length} bytes announces ${count} values`);
      return ok(byteStreamSplit(reader, count, type, width));
    default:
      return failed(`its encoding (${encoding}) is not known`);
  }
}

function indices({ page, start, count }: StoredValues): Result<number[]> {
  const bitWidth = page[start] ?? 0;
  // A dictionary of one entry needs no bits, and some writers then store no runs.
  if (bitWidth === 0) return ok(new Array<number>(count).fill(0));
  return readRuns(page, { start: start + 1, end: page.length, bitWidth, count });
}

/** After their length in four bytes, which the end of the page gives as well. */
function booleans({ page, start, count }: StoredValues): Result<boolean[]> {
  const runs = readRuns(page, { start: start + 4, end: page.length, bitWidth: 1, count });
  return runs.ok ? ok(runs.value.map((value) => value === 1)) : runs;
}

function integers<T extends Int32Array | BigInt64Array>({ page, start, count }: StoredValues, values: T): Result<T> {
  deltaBinaryUnpack({ view: new DataView(page.buffer), offset: start }, count, values);
  return ok(values);
}

/** Each text begins with some bytes of the one before it, so a few bytes can claim any size: every length is checked first. */
function prefixedTexts({ page, start, count }: StoredValues): Result<Uint8Array[]> {
  const reader = { view: new DataView(page.buffer), offset: start };
  const prefixes = new Int32Array(count);
  const suffixes = new Int32Array(count);
  deltaBinaryUnpack(reader, count, prefixes);
  deltaBinaryUnpack(reader, count, suffixes);
  const texts: Uint8Array[] = [];
  let before = new Uint8Array(0);
  let total = 0;
  for (const [index, prefix] of prefixes.entries()) {
    const suffix = suffixes[index] ?? 0;
    const end = reader.offset + suffix;
    total += prefix + suffix;
    if (prefix < 0 || prefix > before.length || suffix < 0 || end > page.length || total > MAX_PREFIXED_BYTES)
      return failed(`a page's text ${index} claims ${prefix} bytes of the one before it and ${suffix} of its own`);
    const text = new Uint8Array(prefix + suffix);
    text.set(before.subarray(0, prefix));
    text.set(page.subarray(reader.offset, end), prefix);
    texts.push(text);
    before = text;
    reader.offset = end;
  }
  return ok(texts);
}
