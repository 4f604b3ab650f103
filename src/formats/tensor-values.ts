/**
 * The values of a tensor's little-endian bytes, exactly: as Float32Array where every value of the dtype is a float32, else as
 * Float64Array (I64 and U64 beyond 2^53 are rounded to the nearest double). Undefined when the dtype has no plain values here
 * (complex, below a byte, unknown) or when the bytes are not a whole number of values. The bytes may start anywhere.
 *
 * Typed arrays follow the machine's byte order, and every machine that Node and browsers run on today is little-endian.
 */
export function tensorValues(bytes: Uint8Array, dtype: string): Float32Array | Float64Array | undefined {
  const reader = READERS.get(dtype);
  if (reader === undefined || bytes.length % reader.width !== 0) return undefined;
  const aligned = bytes.byteOffset % reader.width === 0 ? bytes : bytes.slice();
  return reader.read({ buffer: aligned.buffer, offset: aligned.byteOffset, count: aligned.length / reader.width });
}

interface Reader {
  readonly width: number;
  readonly read: (source: Source) => Float32Array | Float64Array;
}

interface Source {
  readonly buffer: ArrayBufferLike;
  readonly offset: number;
  readonly count: number;
}

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  // Copied, so that the result neither keeps the buffer of the whole file alive nor changes with it.
  ['F64', { width: 8, read: ({ buffer, offset, count }) => new Float64Array(buffer, offset, count).slice() }],
  ['F32', { width: 4, read: ({ buffer, offset, count }) => new Float32Array(buffer, offset, count).slice() }],
  ['F16', { width: 2, read: ({ buffer, offset, count }) => mapped(new Uint16Array(buffer, offset, count), halfs()) }],
  ['BF16', { width: 2, read: brainFloats }],
  ['F8_E5M2', { width: 1, read: ({ buffer, offset, count }) => mapped(new Uint8Array(buffer, offset, count), E5M2) }],
  ['F8_E4M3', { width: 1, read: ({ buffer, offset, count }) => mapped(new Uint8Array(buffer, offset, count), E4M3) }],
  ['BOOL', { width: 1, read: ({ buffer, offset, count }) => mapped(new Uint8Array(buffer, offset, count), TRUTH) }],
  ['I8', { width: 1, read: ({ buffer, offset, count }) => new Float32Array(new Int8Array(buffer, offset, count)) }],
  ['U8', { width: 1, read: ({ buffer, offset, count }) => new Float32Array(new Uint8Array(buffer, offset, count)) }],
  ['I16', { width: 2, read: ({ buffer, offset, count }) => new Float32Array(new Int16Array(buffer, offset, count)) }],
  ['U16', { width: 2, read: ({ buffer, offset, count }) => new Float32Array(new Uint16Array(buffer, offset, count)) }],
  ['I32', { width: 4, read: ({ buffer, offset, count }) => new Float64Array(new Int32Array(buffer, offset, count)) }],
  ['U32', { width: 4, read: ({ buffer, offset, count }) => new Float64Array(new Uint32Array(buffer, offset, count)) }],
  [
    'I64',
    { width: 8, read: (source) => longs(source, new Int32Array(source.buffer, source.offset, source.count * 2)) },
  ],
  [
    'U64',
    { width: 8, read: (source) => longs(source, new Uint32Array(source.buffer, source.offset, source.count * 2)) },
  ],
]);

function mapped(codes: Uint8Array | Uint16Array, table: Float32Array): Float32Array {
  const values = new Float32Array(codes.length);
  for (let at = 0; at < codes.length; at++) values[at] = table[codes[at] ?? 0] ?? 0;
  return values;
}

/** A bfloat16 is the upper half of a float32. */
function brainFloats({ buffer, offset, count }: Source): Float32Array {
  const codes = new Uint16Array(buffer, offset, count);
  const bits = new Uint32Array(count);
  for (let at = 0; at < count; at++) bits[at] = (codes[at] ?? 0) << 16;
  return new Float32Array(bits.buffer);
}

/** `words` are 32 bits wide and carry the sign in the upper word; one rounding happens, in the addition. */
function longs({ buffer, offset, count }: Source, words: Int32Array | Uint32Array): Float64Array {
  const low = new Uint32Array(buffer, offset, count * 2);
  const values = new Float64Array(count);
  for (let at = 0; at < count; at++) values[at] = (words[2 * at + 1] ?? 0) * 2 ** 32 + (low[2 * at] ?? 0);
  return values;
}

let halfTable: Float32Array | undefined;

function halfs(): Float32Array {
  halfTable ??= Float32Array.from({ length: 2 ** 16 }, (_, code) => smallFloat(code, { exponent: 5, mantissa: 10 }));
  return halfTable;
}

const TRUTH = Float32Array.from({ length: 256 }, (_, code) => (code === 0 ? 0 : 1));
const E5M2 = Float32Array.from({ length: 256 }, (_, code) => smallFloat(code, { exponent: 5, mantissa: 2 }));
/** The variant of ML hardware (OCP 8-bit floats, section 5): no infinities, and only all ones is not a number. */
const E4M3 = Float32Array.from({ length: 256 }, (_, code) =>
  (code & 0x7f) === 0x7f ? Number.NaN : smallFloat(code, { exponent: 4, mantissa: 3, finite: true }),
);

interface FloatLayout {
  readonly exponent: number;
  readonly mantissa: number;
  /** The highest exponent holds ordinary numbers. */
  readonly finite?: boolean;
}

function smallFloat(code: number, { exponent, mantissa, finite = false }: FloatLayout): number {
  const sign = code >> (exponent + mantissa) === 0 ? 1 : -1;
  const highest = 2 ** exponent - 1;
  const power = (code >> mantissa) & highest;
  const fraction = (code & (2 ** mantissa - 1)) / 2 ** mantissa;
  const bias = (highest - 1) / 2;
  if (power === 0) return sign * fraction * 2 ** (1 - bias);
  if (power === highest && !finite) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction) * 2 ** (power - bias);
}
