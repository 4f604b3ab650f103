import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tensorValues } from '../../src/formats/tensor-values.ts';

/** The bytes of a typed array at an odd offset of a larger buffer. */
function unaligned(data: ArrayBufferView): Uint8Array {
  const buffer = new Uint8Array(data.byteLength + 1);
  buffer.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 1);
  return buffer.subarray(1);
}

it('reads every integer and full float dtype wherever its bytes start', () => {
  const cases = [
    ['F64', new Float64Array([0.1, -0, Number.NaN, 1e300])],
    ['F32', new Float32Array([0.1, -0, Number.POSITIVE_INFINITY])],
    ['I8', new Int8Array([-128, 127])],
    ['U8', new Uint8Array([0, 255])],
    ['I16', new Int16Array([-32768, 32767])],
    ['U16', new Uint16Array([0, 65535])],
    ['I32', new Int32Array([-(2 ** 31), 2 ** 31 - 1])],
    ['U32', new Uint32Array([0, 2 ** 32 - 1])],
    ['BOOL', new Uint8Array([0, 1])],
  ] as const;
  for (const [dtype, data] of cases) {
    expect([...(tensorValues(unaligned(data), dtype) ?? [])], dtype).toEqual([...data]);
  }
});

it('rounds 64-bit integers as Number does', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      expect(tensorValues(unaligned(new BigInt64Array([value])), 'I64')).toEqual(new Float64Array([Number(value)]));
      const unsigned = BigInt.asUintN(64, value);
      expect(tensorValues(unaligned(new BigUint64Array([unsigned])), 'U64')).toEqual(
        new Float64Array([Number(unsigned)]),
      );
    }),
  );
});

it('reads a bfloat16 as the upper half of a float32', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true }), (value) => {
      const bits = new Uint32Array(new Float32Array([value]).buffer)[0] ?? 0;
      const kept = new Float32Array(new Uint32Array([bits & 0xffff0000]).buffer);
      if (Number.isNaN(kept[0])) return;
      expect(tensorValues(unaligned(new Uint16Array([bits >>> 16])), 'BF16')).toEqual(kept);
    }),
  );
});

it('knows the landmarks of half precision', () => {
  const codes = [0x0000, 0x8000, 0x0001, 0x03ff, 0x0400, 0x3555, 0x3c00, 0xc000, 0x7bff, 0x7c00, 0xfc00, 0x7e00];
  const values = [
    0,
    -0,
    2 ** -24,
    1023 * 2 ** -24,
    2 ** -14,
    0.333251953125,
    1,
    -2,
    65504,
    Infinity,
    -Infinity,
    Number.NaN,
  ];
  expect([...(tensorValues(unaligned(new Uint16Array(codes)), 'F16') ?? [])]).toEqual(values);
});

it('knows the landmarks of 8-bit floats, as torch converts them', () => {
  const e4m3 = tensorValues(new Uint8Array([0, 1, 8, 0x38, 0x78, 0x7e, 0x7f, 0x80, 0xfe, 0xff]), 'F8_E4M3');
  expect([...(e4m3 ?? [])]).toEqual([0, 0.001953125, 0.015625, 1, 256, 448, Number.NaN, -0, -448, Number.NaN]);
  const e5m2 = tensorValues(new Uint8Array([0, 1, 4, 0x3c, 0x7b, 0x7c, 0x7d, 0xfc]), 'F8_E5M2');
  expect([...(e5m2 ?? [])]).toEqual([0, 2 ** -16, 2 ** -14, 1, 57344, Infinity, Number.NaN, -Infinity]);
});

it('has no values for other dtypes and broken lengths', () => {
  for (const dtype of ['C64', 'F4', 'nonsense', '', '__proto__'])
    expect(tensorValues(new Uint8Array(8), dtype)).toBe(undefined);
  expect(tensorValues(new Uint8Array(7), 'F32')).toBe(undefined);
});

it('does not share memory with the file', () => {
  const bytes = new Uint8Array(new Float32Array([1]).buffer);
  const values = tensorValues(bytes, 'F32');
  bytes.fill(0);
  expect([...(values ?? [])]).toEqual([1]);
});
