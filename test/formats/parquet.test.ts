import { describe, expect, it } from 'vitest';
import { readParquetRows } from '../../src/formats/parquet.ts';
import { expectedRows, fixtureBytes, itemsOf, rowsAsJson, sourceOf } from '../support/data-set-fixtures.ts';

const read = (bytes: Uint8Array) => itemsOf(readParquetRows(sourceOf(bytes)));
const reasons = async (bytes: Uint8Array) =>
  (await read(bytes)).flatMap((item) => (item.state === 'damaged' ? [item.reason] : []));

describe('a Parquet file', () => {
  it.each([
    ['chat-none', 'chat'],
    ['chat-snappy', 'chat'],
    ['chat-gzip', 'chat'],
    ['chat-zstd', 'chat'],
    ['chat-lz4', 'chat'],
    ['chat-brotli', 'chat'],
    ['chat-v2', 'chat'],
    ['chat-plain', 'chat'],
    ['chat-small-pages', 'chat'],
    ['types', 'types.parquet'],
    ['types-v2', 'types-v2.parquet'],
    ['encodings', 'encodings.parquet'],
    ['int96', 'int96.parquet'],
  ])('gives the rows that pyarrow reads: %s', async (name, rows) => {
    expect(rowsAsJson(await read(fixtureBytes(`${name}.parquet`)))).toEqual(expectedRows(rows));
  });

  it('without rows gives none, and no damage', async () => {
    expect(await read(fixtureBytes('empty.parquet'))).toEqual([]);
  });

  it('numbers its rows over all row groups', async () => {
    const items = await read(fixtureBytes('chat-none.parquet'));
    expect(items.map(({ row }) => row)).toEqual(Array.from({ length: 60 }, (_, row) => row));
  });

  it('never asks for more than a few pages at a time, though it is one row group', async () => {
    const bytes = fixtureBytes('chat-plain.parquet');
    let largest = 0;
    const source = sourceOf(bytes);
    const items = readParquetRows({
      ...source,
      slice: (start, end) => {
        largest = Math.max(largest, end - start);
        return source.slice(start, end);
      },
    });
    expect(await itemsOf(items)).toHaveLength(60);
    expect(largest).toBeLessThan(1024 * 1024 + 1);
  });
});

describe('a damaged Parquet file', () => {
  const whole = fixtureBytes('chat-none.parquet');

  it('that was cut says so, wherever it was cut', async () => {
    for (let length = 4; length < whole.length; length += 61) {
      expect(await reasons(whole.subarray(0, length)), `cut at ${length}`).toEqual([
        `the file ends after ${length} bytes and its footer is missing; was the download or upload cut short, or the writer not closed?`,
      ]);
    }
  });

  it.each([
    ['is empty', new Uint8Array(0), /does not begin with PAR1/],
    ['is something else', new TextEncoder().encode('{"text": "a"}\n'), /this is not a Parquet file/],
    ['is encrypted', new TextEncoder().encode('PARE........PARE'), /encrypted/],
    ['has a footer longer than itself', withTail(whole, 0xffffffff), /the footer claims 4294967295 bytes/],
    ['has a footer of nothing', withTail(whole, 0), /the footer is damaged/],
    ['has a footer that begins too late', withTail(whole, 100), /the footer is damaged/],
  ])('that %s is told', async (_, bytes, reason) => {
    const found = await reasons(bytes);
    expect(found).toEqual([expect.stringMatching(reason)]);
  });

  it('loses the rows of the damaged row group only', async () => {
    const bytes = whole.slice();
    // The pages of the second of three row groups lie in the middle of the file.
    const middle = Math.floor(bytes.length * 0.35);
    bytes.fill(0xff, middle, middle + 200);
    const items = await read(bytes);
    const damage = items.filter(({ state }) => state === 'damaged');
    expect(damage).toEqual([
      expect.objectContaining({ reason: expect.stringMatching(/^row group 1: column [\w.]+: /), row: 25, lost: 25 }),
    ]);
    expect(items.filter(({ state }) => state === 'row').map(({ row }) => row)).toEqual([
      ...Array.from({ length: 25 }, (_, row) => row),
      ...Array.from({ length: 10 }, (_, row) => row + 50),
    ]);
  });

  it('with text that is not UTF-8 loses that row only', async () => {
    const bytes = whole.slice();
    const at = indexOf(bytes, new TextEncoder().encode('Frage 30:'));
    bytes[at + 2] = 0xff;
    const damage = (await read(bytes)).filter(({ state }) => state === 'damaged');
    expect(damage.length).toBeGreaterThan(0);
    expect(damage).toEqual(
      damage.map(() => expect.objectContaining({ lost: 1, reason: expect.stringContaining('content') })),
    );
  });

  // A Brotli page builds its tables anew each time, which is slow.
  it.each([
    ['chat-snappy', 97],
    ['chat-gzip', 97],
    ['chat-zstd', 97],
    ['chat-lz4', 97],
    ['chat-brotli', 1201],
    ['chat-v2', 97],
    ['encodings', 97],
    ['types', 97],
  ])('is a value whatever byte is wrong: %s', async (name, step) => {
    const original = fixtureBytes(`${name}.parquet`);
    for (let at = 4; at < original.length; at += step) {
      for (const wrong of [0xff, 0x7f, 0x00]) {
        const bytes = original.slice();
        bytes[at] = wrong;
        const items = await read(bytes);
        expect(items.length, `${wrong} at ${at}`).toBeLessThan(600);
      }
    }
  });
});

function withTail(bytes: Uint8Array, length: number): Uint8Array {
  const copy = bytes.slice();
  new DataView(copy.buffer).setUint32(copy.length - 8, length, true);
  return copy;
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array): number {
  return bytes.findIndex((_, start) => wanted.every((byte, at) => bytes[start + at] === byte));
}
