import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundToStorage, storageType } from '../../src/adapter/storage-type.ts';
import { tensorValues } from '../../src/formats/tensor-values.ts';

const none = new Float32Array(0);

function rounded(dtype: string, value: number): number {
  const storage = storageType(dtype, none);
  const values = Float32Array.from([value]);
  if (storage) roundToStorage(values, storage);
  return values[0] ?? Number.NaN;
}

/** Every finite value of a type of at most 16 bits, sorted. */
function valuesOf(dtype: string, width: 1 | 2): readonly number[] {
  const codes = Array.from({ length: 2 ** (8 * width) }, (_, code) => code);
  const bytes = width === 1 ? Uint8Array.from(codes) : new Uint8Array(Uint16Array.from(codes).buffer);
  return [...(tensorValues(bytes, dtype) ?? [])].filter(Number.isFinite).sort((a, b) => a - b);
}

describe('rounding to a storage type', () => {
  it.each([
    ['BF16', 2],
    ['F16', 2],
    ['F8_E4M3', 1],
    ['F8_E5M2', 1],
  ] as const)('%s takes the nearest value that the type has', (dtype, width) => {
    const all = valuesOf(dtype, width);
    const largest = Math.min(1e4, all.at(-1) ?? 0);
    fc.assert(
      fc.property(fc.double({ min: -largest, max: largest, noNaN: true }), (drawn) => {
        const value = Math.fround(drawn);
        const result = rounded(dtype, value);
        const nearest = all.reduce((best, code) => (Math.abs(code - value) < Math.abs(best - value) ? code : best), 0);
        expect(Math.abs(result - value)).toBe(Math.abs(nearest - value));
      }),
      { numRuns: 40 },
    );
  });

  it('clamps F8 as PEFT does, and rounds ties to even', () => {
    expect(rounded('F8_E4M3', 1000)).toBe(448);
    expect(rounded('BF16', 1 + 2 ** -8)).toBe(1);
    expect(rounded('BF16', 1 + 3 * 2 ** -8)).toBe(1 + 2 ** -6);
  });

  it('sees that a float32 file holds values that were rounded before', () => {
    const values = Float32Array.from({ length: 512 }, (_, at) => Math.sin(at));
    expect(storageType('F32', values)?.name).toBe('F32');
    roundToStorage(values, { name: 'BF16', precision: 8, smallest: 0, largest: Number.POSITIVE_INFINITY });
    expect(storageType('F32', values)?.name).toBe('BF16');
    expect(storageType('F32', values.subarray(0, 100))?.name).toBe('F32');
  });
});
