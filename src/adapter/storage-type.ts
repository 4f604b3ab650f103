/** How a storage type rounds: what a merge leaves of an update is decided by it. */
export interface StorageType {
  readonly name: string;
  /** Significant bits, the hidden one included. */
  readonly precision: number;
  /** The spacing of the smallest numbers; 0 where nothing that weights hold comes near it. */
  readonly smallest: number;
  /** Larger values are clamped, as PEFT does before it stores F8 (`_low_prec_add`). */
  readonly largest: number;
}

const FLOAT32: StorageType = { name: 'F32', precision: 24, smallest: 0, largest: Number.POSITIVE_INFINITY };
const BFLOAT16: StorageType = { name: 'BF16', precision: 8, smallest: 0, largest: Number.POSITIVE_INFINITY };
const FLOAT16: StorageType = { name: 'F16', precision: 11, smallest: 2 ** -24, largest: 65504 };

const TYPES: ReadonlyMap<string, StorageType> = new Map([
  ['F32', FLOAT32],
  // Values are compared as float32, which is finer than any update that was computed in float32.
  ['F64', { ...FLOAT32, name: 'F64' }],
  ['BF16', BFLOAT16],
  ['F16', FLOAT16],
  ['F8_E4M3', { name: 'F8_E4M3', precision: 4, smallest: 2 ** -9, largest: 448 }],
  ['F8_E5M2', { name: 'F8_E5M2', precision: 3, smallest: 2 ** -16, largest: 57344 }],
  ...['BOOL', 'I8', 'U8', 'I16', 'U16', 'I32', 'U32', 'I64', 'U64'].map(
    (name) => [name, { name, precision: 24, smallest: 1, largest: Number.POSITIVE_INFINITY }] as const,
  ),
]);

/** Fewer values than this may have short mantissas by chance or because they are constants. */
const ENOUGH = 256;

/**
 * The type that values were rounded to before they were stored: float32 files often hold weights that were merged in bfloat16, which
 * shows in the low bits of every value. Undefined for types whose values are not read.
 */
export function storageType(dtype: string, values: Float32Array): StorageType | undefined {
  const declared = TYPES.get(dtype);
  if (declared === undefined || declared.precision < 24 || declared.smallest > 0 || values.length < ENOUGH)
    return declared;
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  let seen = 0;
  for (let at = 0; at < bits.length; at++) seen |= bits[at] ?? 0;
  if ((seen & 0xffff) === 0) return BFLOAT16;
  return (seen & 0x1fff) === 0 ? { ...FLOAT16, smallest: 0 } : declared;
}

/** Rounds every value to the nearest of the type, ties to even, in place. */
export function roundToStorage(values: Float32Array, { precision, smallest, largest }: StorageType): void {
  if (precision >= 24 && smallest === 0) return;
  if (precision === 8 && smallest === 0) {
    roundToBfloat16(values);
    return;
  }
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    const size = Math.abs(value);
    const spacing = Math.max(smallest, powerBelow(size) * 2 ** (1 - precision));
    const rounded = spacing === 0 ? value : nearestEven(value / spacing) * spacing;
    values[at] = Math.min(largest, Math.max(-largest, rounded));
  }
}

/** As signed integers, which V8 computes twice as fast. */
function roundToBfloat16(values: Float32Array): void {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  for (let at = 0; at < bits.length; at++) {
    const value = bits[at] ?? 0;
    bits[at] = (value + 0x7fff + ((value >>> 16) & 1)) & 0xffff0000;
  }
}

const float = new Float32Array(1);
const floatBits = new Uint32Array(float.buffer);

/** The largest power of two that is not above a float32. */
function powerBelow(size: number): number {
  float[0] = size;
  floatBits[0] = (floatBits[0] ?? 0) & 0x7f800000;
  return float[0] ?? 0;
}

function nearestEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
