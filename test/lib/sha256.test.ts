import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from '../../src/lib/sha256.ts';

const reference = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

test('the examples of FIPS 180-4', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('any bytes, around every border of a block, as Node hashes them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(sha256(bytes)).toBe(reference(bytes));
    }),
  );
  for (let length = 0; length < 200; length++) {
    const bytes = new Uint8Array(length).fill(length);
    expect(sha256(bytes)).toBe(reference(bytes));
  }
});

test('parts are one text, however it is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 80 })), (parts) => {
      expect(sha256(...parts)).toBe(reference(parts.join('')));
    }),
  );
});
