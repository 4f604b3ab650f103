import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decompressPage } from '../../src/formats/parquet-codecs.ts';
import { readRuns } from '../../src/formats/parquet-runs.ts';
import { parquetSchema } from '../../src/formats/parquet-schema.ts';
import { checkThrift } from '../../src/formats/parquet-thrift.ts';
import { readStoredValues } from '../../src/formats/parquet-values.ts';
import { zstdFrame } from '../../src/formats/zstd-frame.ts';

describe('a Thrift struct', () => {
  it('that is whole ends where it ends', () => {
    // Field 1: the number 1; field 2: the text "a"; field 3: a list of two booleans; stop.
    expect(checkThrift(Uint8Array.of(0x15, 2, 0x18, 1, 0x61, 0x19, 0x21, 1, 2, 0, 9, 9), 0)).toEqual({
      state: 'ok',
      end: 10,
    });
  });

  it('that ends early is short at every length', () => {
    const bytes = Uint8Array.of(0x15, 2, 0x18, 1, 0x61, 0x19, 0x21, 1, 2, 0);
    for (let length = 0; length < bytes.length; length++) {
      expect(checkThrift(bytes.subarray(0, length), 0)).toEqual({ state: 'short' });
    }
  });

  it.each([
    [
      'a list that claims 2^34 entries',
      [0x19, 0xf5, 0x80, 0x80, 0x80, 0x80, 0x40],
      /a list claims 17179869184 entries/,
    ],
    ['structs in structs without end', Array.from({ length: 1000 }, () => 0x1c), /nested more than 24 deep/],
    ['lists in lists without end', [0x19, ...Array.from({ length: 1000 }, () => 0x19)], /nested more than 24 deep/],
    ['a number of twenty bytes', [0x15, ...Array.from({ length: 20 }, () => 0x80)], /more than ten bytes/],
    ['a map', [0x1b, 0, 0], /type 11/],
  ])('with %s is refused', (_, bytes, reason) => {
    const padded = Uint8Array.from([...bytes, ...new Array(64).fill(0)]);
    expect(checkThrift(padded, 0)).toEqual({ state: 'bad', reason: expect.stringMatching(reason) });
  });
});

describe('a page', () => {
  it.each(['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD', 'LZ4_RAW', 'BROTLI'])(
    'that claims 2 GiB is refused before anything is allocated: %s',
    (codec) => {
      expect(decompressPage(codec, Uint8Array.of(1, 2, 3), 2 ** 31)).toMatchObject({
        problem: { reason: 'a page claims 2147483648 bytes; pages of more than 536870912 are not read' },
      });
    },
  );

  it('that unpacks to more than it announces is refused', () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(10_000_000)));
    const page = decompressPage('GZIP', bomb, 1000);
    expect(page.ok && page.value.length > 1000).toBe(false);
  });

  it('in a codec nobody knows is refused by name', () => {
    expect(decompressPage('LZO', Uint8Array.of(1), 4)).toEqual({
      ok: false,
      problem: { reason: 'its compression (LZO) is not known' },
    });
  });
});

describe('a Zstandard frame', () => {
  /** Blocks of one repeated byte: four bytes each, up to 2 MiB unpacked. */
  const bomb = (blocks: number, contentSize?: number) => {
    const header =
      contentSize === undefined ? [0x00, 0x00] : [0xa0, ...new Uint8Array(Uint32Array.of(contentSize).buffer)];
    const body = Array.from({ length: blocks }, (_, at) => {
      const head = ((2 ** 21 - 1) << 3) | 2 | (at === blocks - 1 ? 1 : 0);
      return [head & 255, (head >> 8) & 255, (head >> 16) & 255, 0x61];
    });
    return Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, ...header, ...body.flat()]);
  };

  it('that unpacks to gigabytes stays within what the page announces', () => {
    const frame = zstdFrame(bomb(2000), 1000);
    expect(frame.ok ? frame.value.length : 0).toBeLessThanOrEqual(1000);
  });

  it('that claims another size than the page is refused', () => {
    expect(zstdFrame(bomb(1, 2 ** 31), 1000)).toMatchObject({
      problem: { reason: 'a Zstandard frame says that it unpacks to 2147483648 bytes where 1000 are announced' },
    });
  });

  it('with another one behind it is refused', () => {
    expect(zstdFrame(Uint8Array.from([...bomb(1), ...bomb(1)]), 1000)).toMatchObject({ ok: false });
  });
});

describe('packed numbers', () => {
  it('in a run that claims 2^30 are refused', () => {
    const run = Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x08, 1);
    expect(readRuns(run, { start: 0, end: 6, bitWidth: 1, count: 10 })).toMatchObject({
      problem: { reason: 'a page holds a run of 1073741824 numbers where 10 are left' },
    });
  });

  it('that end early are refused', () => {
    expect(readRuns(Uint8Array.of(4, 1), { start: 0, end: 2, bitWidth: 1, count: 3 })).toMatchObject({
      problem: { reason: 'a page ends after 2 of 3 packed numbers' },
    });
  });

  it('are read as runs and as groups of eight', () => {
    // Four times 1, then eight numbers of one bit: 1 0 1 0 1 0 1 0.
    expect(readRuns(Uint8Array.of(8, 1, 3, 0x55), { start: 0, end: 4, bitWidth: 1, count: 7 })).toEqual({
      ok: true,
      value: [1, 1, 1, 1, 1, 0, 1],
    });
  });
});

describe('texts that repeat the one before', () => {
  const schema = parquetSchema([
    { name: 'root', num_children: 1 },
    { name: 'text', type: 'BYTE_ARRAY', repetition_type: 'REQUIRED' },
  ]);
  const leaf = schema.ok ? schema.value.leaves[0] : undefined;
  if (!leaf) throw new Error('the schema has a column');

  it('by more bytes than it has are refused', () => {
    // Delta-packed: blocks of 128 in four parts, one value; the prefix is 2^29, the suffix 0.
    const prefix = [0x80, 0x01, 0x04, 0x01, 0x80, 0x80, 0x80, 0x80, 0x04];
    const page = Uint8Array.from([...prefix, 0x80, 0x01, 0x04, 0x01, 0x00]);
    expect(readStoredValues(leaf, { page, start: 0, count: 1, encoding: 'DELTA_BYTE_ARRAY' })).toMatchObject({
      problem: { reason: "a page's text 0 claims 536870912 bytes of the one before it and 0 of its own" },
    });
  });
});

describe('a schema', () => {
  it.each([
    [
      'that is too deep',
      Array.from({ length: 100 }, (_, at) => ({ name: `f${at}`, num_children: 1 })),
      /nested more than 64 deep/,
    ],
    [
      'that ends early',
      [
        { name: 'root', num_children: 3 },
        { name: 'a', type: 'INT32' as const },
      ],
      /ends before its last field/,
    ],
    [
      'with a group of nothing',
      [
        { name: 'root', num_children: 1 },
        { name: 'a', num_children: 0 },
      ],
      /holds no column/,
    ],
    [
      'with fields outside its tree',
      [
        { name: 'root', num_children: 0 },
        { name: 'a', type: 'INT32' as const },
      ],
      /its tree has 1/,
    ],
  ])('%s is refused', (_, elements, reason) => {
    expect(parquetSchema(elements)).toMatchObject({ problem: { reason: expect.stringMatching(reason) } });
  });
});
