export interface WritableTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** The little-endian bytes, or a typed array whose memory is those bytes. */
  readonly data: Uint8Array | Float32Array | Float64Array | Uint16Array | Int32Array | BigInt64Array;
}

/** Writes a .safetensors file: tensors in the order given, header padded with spaces to 8 bytes as the library does. */
export function writeSafetensors(
  tensors: Readonly<Record<string, WritableTensor>>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  const header: Record<string, unknown> = metadata === undefined ? {} : { __metadata__: metadata };
  let size = 0;
  for (const [name, { dtype, shape, data }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [size, size + data.byteLength] };
    size += data.byteLength;
  }
  const bodies = Object.values(tensors).map(
    ({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  );
  return safetensorsFile(JSON.stringify(header), bodies);
}

/** The file with exactly this header text, right or wrong. */
export function safetensorsFile(header: string, bodies: readonly Uint8Array[]): Uint8Array {
  const text = new TextEncoder().encode(header);
  const length = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + length + bodies.reduce((sum, body) => sum + body.length, 0)).fill(
    0x20,
    0,
    8 + length,
  );
  new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
  file.set(text, 8);
  let at = 8 + length;
  for (const body of bodies) {
    file.set(body, at);
    at += body.length;
  }
  return file;
}
