import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseGguf } from '../../src/formats/gguf.ts';
import type { GgufValue } from '../../src/formats/gguf-value.ts';
import { gguf, type WritableGguf, type WritableGgufValue, writeGguf } from '../support/gguf.ts';

const model: WritableGguf = {
  metadata: {
    'general.architecture': gguf.string('llama'),
    'general.file_type': gguf.u32(15),
    'tokenizer.ggml.add_bos_token': gguf.bool(true),
    'tokenizer.ggml.tokens': gguf.strings(['<s>', 'Ġhé', '']),
    'tokenizer.ggml.token_type': gguf.i32s([3, 1, 1]),
  },
  tensors: {
    'token_embd.weight': { shape: [8, 3] },
    'blk.0.attn_q.weight': { shape: [256, 2], type: 12, bytes: 288 },
  },
};

const reasonOf = (bytes: Uint8Array, size = bytes.length): string => {
  const parsed = parseGguf(bytes, size);
  return parsed.ok ? 'read' : parsed.problem.reason;
};

const headerOf = (bytes: Uint8Array) => {
  const parsed = parseGguf(bytes, bytes.length);
  if (!parsed.ok) throw new Error(parsed.problem.reason);
  return parsed.value;
};

const arrayOf = (value: GgufValue | undefined) => {
  if (typeof value !== 'object') throw new Error('not an array');
  return value;
};

describe('a model', () => {
  test.each([2, 3])('of version %d says what it is and where its tensors lie', (version) => {
    const { metadata, tensors, dataStart, version: read } = headerOf(writeGguf({ ...model, version }));
    expect(read).toBe(version);
    expect(metadata.get('general.architecture')).toBe('llama');
    expect(metadata.get('tokenizer.ggml.add_bos_token')).toBe(true);
    expect(arrayOf(metadata.get('tokenizer.ggml.tokens')).strings()).toEqual({ ok: true, value: ['<s>', 'Ġhé', ''] });
    expect(arrayOf(metadata.get('tokenizer.ggml.token_type')).numbers()).toEqual({ ok: true, value: [3, 1, 1] });
    expect([...tensors.values()]).toEqual([
      { name: 'token_embd.weight', type: 'F32', shape: [8, 3], start: dataStart, size: 96 },
      { name: 'blk.0.attn_q.weight', type: 'Q4_K', shape: [256, 2], start: dataStart + 96, size: 288 },
    ]);
  });

  test('is read without its tensors: the problem says how far to read', () => {
    const bytes = writeGguf(model);
    let have = 8;
    let parsed = parseGguf(bytes.subarray(0, have), bytes.length);
    while (!parsed.ok && parsed.problem.needs !== undefined) {
      expect(parsed.problem.needs).toBeGreaterThan(have);
      have = parsed.problem.needs;
      parsed = parseGguf(bytes.subarray(0, have), bytes.length);
    }
    expect(parsed.ok).toBe(true);
    expect(have).toBeLessThanOrEqual(bytes.length - 96 - 288);
  });

  test('keeps every kind of value', () => {
    const scalar = fc.oneof<fc.Arbitrary<WritableGgufValue>[]>(
      fc.integer({ min: 0, max: 255 }).map((value) => ({ type: 'uint8', value })),
      fc.integer({ min: -128, max: 127 }).map((value) => ({ type: 'int8', value })),
      fc.integer({ min: 0, max: 65_535 }).map((value) => ({ type: 'uint16', value })),
      fc.integer({ min: -32_768, max: 32_767 }).map((value) => ({ type: 'int16', value })),
      fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((value) => ({ type: 'uint32', value })),
      fc.integer().map((value) => ({ type: 'int32', value })),
      fc.float({ noNaN: true }).map((value) => ({ type: 'float32', value })),
      fc.double({ noNaN: true }).map((value) => ({ type: 'float64', value })),
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => ({ type: 'uint64', value })),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => ({ type: 'int64', value })),
      fc.boolean().map(gguf.bool),
      fc.string({ unit: 'grapheme' }).map(gguf.string),
    );
    fc.assert(
      fc.property(scalar, (value) => {
        const read = headerOf(writeGguf({ metadata: { key: value } })).metadata.get('key');
        const given = value.type === 'array' ? undefined : value.value;
        expect(typeof read === 'bigint' ? read : Object.is(read, -0) ? 0 : read).toBe(
          typeof given === 'bigint' && Number.isSafeInteger(Number(given))
            ? Number(given)
            : Object.is(given, -0)
              ? 0
              : given,
        );
      }),
    );
  });
});

describe('what is no usable GGUF', () => {
  test.each([
    ['another format', new TextEncoder().encode('PK\u0003\u0004 and more'), /begins with "GGUF"/],
    ['a Git LFS pointer', new TextEncoder().encode('version https://git-lfs.github.com/spec/v1'), /git lfs pull/],
    ['an empty file', new Uint8Array(), /it was cut/],
    ['version 1', writeGguf({ version: 1 }), /version 1/],
    ['version 4', writeGguf({ version: 4 }), /version 4/],
    ['big endian', writeGguf({ version: 3 << 24 }), /big-endian/],
  ])('%s is named', (_, bytes, reason) => {
    expect(reasonOf(bytes)).toMatch(reason);
  });

  test('counts are refused before anything is allocated for them', () => {
    expect(reasonOf(writeGguf({ claims: { keys: 2n ** 60n } }))).toMatch(/no file has that/);
    expect(reasonOf(writeGguf({ claims: { keys: 2n ** 40n } }))).toMatch(/metadata keys; at most/);
    expect(reasonOf(writeGguf({ claims: { tensors: 2n ** 52n } }))).toMatch(/tensors; at most/);
    const huge = writeGguf({ metadata: { tokens: gguf.strings([]) } });
    const lengthAt = huge.length - 8;
    new DataView(huge.buffer).setBigUint64(lengthAt, 16_000_000n, true);
    expect(reasonOf(huge)).toMatch(/more than the rest of the file holds/);
    new DataView(huge.buffer).setBigUint64(lengthAt, 2n ** 50n, true);
    // The claim alone, in a file that would be large enough for it.
    expect(reasonOf(huge, 2 ** 53)).toMatch(/elements; at most/);
  });

  test('a string as long as the universe', () => {
    const bytes = writeGguf({ metadata: { name: gguf.string('x') } });
    new DataView(bytes.buffer).setBigUint64(bytes.length - 9, 2n ** 40n, true);
    expect(reasonOf(bytes, 2 ** 50)).toMatch(/claims 1099511627776 bytes/);
  });

  test('arrays in arrays: a few are walked over, a tower is refused', () => {
    const nested = (depth: number): WritableGgufValue =>
      depth === 0 ? gguf.i32s([1]) : { type: 'array', of: 'array', value: [nested(depth - 1)] };
    expect(reasonOf(writeGguf({ metadata: { key: nested(2), after: gguf.u32(1) } }))).toBe('read');
    expect(reasonOf(writeGguf({ metadata: { key: nested(40) } }))).toMatch(/nests arrays/);
    const list = headerOf(writeGguf({ metadata: { key: nested(1) } })).metadata.get('key');
    expect(arrayOf(list).strings()).toMatchObject({ ok: false });
    expect(arrayOf(list).numbers()).toMatchObject({ ok: false });
  });

  test('text that is not UTF-8, in a value at once and in an array when it is read', () => {
    const value = writeGguf({ metadata: { name: gguf.string('xyz') } });
    value[value.length - 1] = 0xff;
    expect(reasonOf(value)).toMatch(/not UTF-8/);
    const array = writeGguf({ metadata: { tokens: gguf.strings(['xyz']) } });
    array[array.length - 1] = 0xff;
    expect(arrayOf(headerOf(array).metadata.get('tokens')).strings()).toMatchObject({
      problem: { reason: expect.stringContaining('element 0 is not text') },
    });
  });

  test.each([
    ['a tensor twice as large as the file', { tensors: { w: { shape: [64, 64], bytes: 32 } } }, /it was cut/],
    ['a shape beyond all numbers', { tensors: { w: { shape: [2 ** 52, 2 ** 52, 2 ** 52], bytes: 32 } } }, /it was cut/],
    ['five dimensions', { tensors: { w: { shape: [1, 1, 1, 1, 1] } } }, /5 dimensions/],
    ['an alignment of three', { metadata: { 'general.alignment': gguf.u32(3) } }, /power of two/],
  ])('%s', (_, file, reason) => {
    expect(reasonOf(writeGguf(file))).toMatch(reason);
  });

  test('an unknown tensor type is kept by its number', () => {
    const { tensors } = headerOf(writeGguf({ tensors: { w: { shape: [4], type: 99 } } }));
    expect(tensors.get('w')).toMatchObject({ type: 'type 99', size: undefined });
  });

  test('a file cut anywhere is a problem, and never an exception', () => {
    const bytes = writeGguf(model);
    for (let length = 0; length < bytes.length; length++) {
      expect(parseGguf(bytes.subarray(0, length), length).ok).toBe(false);
    }
  });

  test('any damage is read or refused', () => {
    const bytes = writeGguf(model);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const damaged = bytes.slice();
        damaged[at] = byte;
        const parsed = parseGguf(damaged, damaged.length);
        if (!parsed.ok) expect(parsed.problem.reason).not.toBe('');
        else for (const value of parsed.value.metadata.values()) if (typeof value === 'object') value.strings();
      }),
      { numRuns: 2000 },
    );
  });
});
