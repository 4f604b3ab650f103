import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstNonUtf8 } from '../../src/lib/first-non-utf8.ts';

const decodes = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

// Mostly bytes of longer sequences, so that good, broken and cut ones all come up.
const byte = fc.oneof(
  fc.integer({ min: 0, max: 255 }),
  fc.constantFrom(0x61, 0x80, 0x90, 0xa0, 0xbf, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4),
);

describe('the first byte that is not UTF-8', () => {
  it('is none in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const bytes = new TextEncoder().encode(text);
        expect(firstNonUtf8(bytes)).toBe(bytes.length);
      }),
    );
  });

  it('has only whole characters before it, and nothing that goes on from there decodes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), fc.array(byte, { maxLength: 12 }), (free, likely) => {
        for (const bytes of [free, Uint8Array.from(likely)]) {
          const first = firstNonUtf8(bytes);
          expect(decodes(bytes.subarray(0, first))).toBe(true);
          for (let end = first + 1; end <= bytes.length; end++) expect(decodes(bytes.subarray(0, end))).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is the accented letter of a Latin-1 text, not the good character behind it', () => {
    expect(firstNonUtf8(Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x20))).toBe(3);
  });
});
