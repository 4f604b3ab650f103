type Scalar = number | bigint | boolean | string;

/** A metadata value with its type, as the file writes it. */
export type WritableGgufValue =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: Exclude<keyof typeof NUMBERS, 'string' | 'bool' | 'array'>; readonly value: number | bigint }
  | {
      readonly type: 'array';
      readonly of: keyof typeof NUMBERS;
      readonly value: readonly (Scalar | WritableGgufValue)[];
    };

export interface WritableGguf {
  readonly version?: number;
  readonly metadata?: Readonly<Record<string, WritableGgufValue>>;
  /** Tensors are F32 unless `type` says otherwise; their bytes are zeros. */
  readonly tensors?: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly type?: number; readonly bytes?: number }>
  >;
  /** Instead of the true numbers. */
  readonly claims?: { readonly keys?: bigint; readonly tensors?: bigint };
}

const NUMBERS = {
  uint8: 0,
  int8: 1,
  uint16: 2,
  int16: 3,
  uint32: 4,
  int32: 5,
  float32: 6,
  bool: 7,
  string: 8,
  array: 9,
  uint64: 10,
  int64: 11,
  float64: 12,
} as const;

export const gguf = {
  string: (value: string): WritableGgufValue => ({ type: 'string', value }),
  bool: (value: boolean): WritableGgufValue => ({ type: 'bool', value }),
  u32: (value: number): WritableGgufValue => ({ type: 'uint32', value }),
  strings: (value: readonly string[]): WritableGgufValue => ({ type: 'array', of: 'string', value }),
  i32s: (value: readonly number[]): WritableGgufValue => ({ type: 'array', of: 'int32', value }),
} as const;

/** Writes a GGUF file: little endian, alignment 32. */
export function writeGguf({ version = 3, metadata = {}, tensors = {}, claims = {} }: WritableGguf): Uint8Array {
  const head: number[] = [...new TextEncoder().encode('GGUF')];
  const keys = Object.entries(metadata);
  const listed = Object.entries(tensors);
  head.push(...u32(version));
  head.push(...u64(claims.tensors ?? BigInt(listed.length)), ...u64(claims.keys ?? BigInt(keys.length)));
  for (const [key, value] of keys) append(head, [...text(key), ...u32(NUMBERS[value.type]), ...valueBytes(value)]);
  let offset = 0;
  for (const [name, { shape, type = 0, bytes }] of listed) {
    append(head, [...text(name), ...u32(shape.length), ...shape.flatMap((size) => u64(BigInt(size)))]);
    append(head, [...u32(type), ...u64(BigInt(offset))]);
    offset += Math.ceil((bytes ?? 4 * shape.reduce((product, size) => product * size, 1)) / 32) * 32;
  }
  const file = new Uint8Array((listed.length > 0 ? Math.ceil(head.length / 32) * 32 : head.length) + offset);
  file.set(head);
  return file;
}

function append(to: number[], bytes: readonly number[]): void {
  for (const byte of bytes) to.push(byte);
}

function valueBytes(value: WritableGgufValue): number[] {
  if (value.type !== 'array') return scalarBytes(value.type, value.value);
  const elements = value.value.flatMap((element) =>
    typeof element === 'object' ? valueBytes(element) : scalarBytes(value.of === 'array' ? 'uint8' : value.of, element),
  );
  return [...u32(NUMBERS[value.of]), ...u64(BigInt(value.value.length)), ...elements];
}

function scalarBytes(type: Exclude<keyof typeof NUMBERS, 'array'>, value: Scalar): number[] {
  if (type === 'string') return text(String(value));
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  switch (type) {
    case 'uint8':
    case 'int8':
    case 'bool':
      view.setInt8(0, Number(value));
      return [...bytes.subarray(0, 1)];
    case 'uint16':
    case 'int16':
      view.setInt16(0, Number(value), true);
      return [...bytes.subarray(0, 2)];
    case 'uint32':
    case 'int32':
      view.setInt32(0, Number(value), true);
      return [...bytes.subarray(0, 4)];
    case 'float32':
      view.setFloat32(0, Number(value), true);
      return [...bytes.subarray(0, 4)];
    case 'float64':
      view.setFloat64(0, Number(value), true);
      return [...bytes];
    case 'uint64':
    case 'int64':
      return u64(BigInt(value));
  }
}

function text(value: string): number[] {
  const bytes = new TextEncoder().encode(value);
  return [...u64(BigInt(bytes.length)), ...bytes];
}

function u32(value: number): number[] {
  return [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff);
}

function u64(value: bigint): number[] {
  return [0n, 8n, 16n, 24n, 32n, 40n, 48n, 56n].map((shift) => Number((value >> shift) & 0xffn));
}
