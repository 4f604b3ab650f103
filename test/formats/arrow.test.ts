import { describe, expect, it } from 'vitest';
import { readArrowRows } from '../../src/formats/arrow.ts';
import { lz4Frame } from '../../src/formats/lz4-frame.ts';
import { expectedRows, fixtureBytes, itemsOf, rowsAsJson, sourceOf } from '../support/data-set-fixtures.ts';

const read = (bytes: Uint8Array) => itemsOf(readArrowRows(sourceOf(bytes)));

describe('an Arrow file', () => {
  it.each([
    ['chat-stream', 'chat'],
    ['chat-file', 'chat'],
    ['chat-lz4', 'chat'],
    ['chat-zstd', 'chat'],
    ['types', 'types.arrow'],
    ['types-file', 'types.arrow'],
    ['views', 'views.arrow'],
    ['dictionaries', 'dictionaries.arrow'],
    ['dictionary-deltas', 'dictionary-deltas.arrow'],
    ['sliced', 'sliced.arrow'],
  ])('gives the rows that pyarrow reads: %s', async (name, rows) => {
    expect(rowsAsJson(await read(fixtureBytes(`${name}.arrow`)))).toEqual(expectedRows(rows));
  });

  it('without rows gives none, and no damage', async () => {
    expect(await read(fixtureBytes('empty.arrow'))).toEqual([]);
  });
});

describe('a damaged Arrow file', () => {
  const whole = fixtureBytes('chat-stream.arrow');

  it('that was cut gives the batches before the cut and says where it ends', async () => {
    for (let length = 0; length < whole.length - 8; length += 83) {
      const items = await read(whole.subarray(0, length));
      const damage = items.filter(({ state }) => state === 'damaged');
      expect(damage, `cut at ${length}`).toEqual([
        expect.objectContaining({ reason: expect.stringMatching(new RegExp(`^the file ends after ${length} bytes`)) }),
      ]);
      expect([0, 25, 50, 60]).toContain(items.length - 1);
    }
  });

  it('that ends between two batches is not taken for whole', async () => {
    expect(await read(whole.subarray(0, whole.length - 8))).toContainEqual(
      expect.objectContaining({ reason: expect.stringMatching(/without an end mark/) }),
    );
  });

  it.each([
    ['text', new TextEncoder().encode('{"text": "a"}\n{"text": "b"}\n'), /this is not an Arrow file/],
    ['Feather of version 1', new TextEncoder().encode('FEA1........'), /Feather file of version 1/],
    [
      'a message of 2 GB',
      Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 127, 0),
      /claims 2147483647 bytes of metadata/,
    ],
    ['zeros', new Uint8Array(64), /has no schema; is this an Arrow file/],
  ])('that is %s is told', async (_, bytes, reason) => {
    const items = await read(bytes);
    expect(items).toEqual([expect.objectContaining({ reason: expect.stringMatching(reason) })]);
  });

  it('loses the rows of the damaged batch only', async () => {
    const bytes = whole.slice();
    const ends: number[] = [0];
    for (const turns of messageCounts().slice(25, 50)) ends.push((ends.at(-1) ?? 0) + turns);
    const at = indexOf(bytes, new Uint8Array(Int32Array.from(ends).buffer));
    new DataView(bytes.buffer).setInt32(at + 40, 2 ** 31 - 1, true);
    const items = await read(bytes);
    expect(items.filter(({ state }) => state === 'damaged')).toEqual([
      {
        state: 'damaged',
        row: 25,
        lost: 25,
        reason: 'the lists of the column messages reach behind their values',
      },
    ]);
    expect(items.filter(({ state }) => state === 'row')).toHaveLength(35);
  });

  it('with text that is not UTF-8 loses that row only', async () => {
    const bytes = whole.slice();
    bytes[indexOf(bytes, new TextEncoder().encode('Frage 30:')) + 2] = 0xff;
    const items = await read(bytes);
    expect(items.map(({ state }) => state)).toEqual(
      Array.from({ length: 60 }, (_, row) => (row === 30 ? 'damaged' : 'row')),
    );
  });

  it.each(['chat-stream', 'chat-file', 'chat-lz4', 'chat-zstd', 'types', 'views', 'dictionaries', 'dictionary-deltas'])(
    'is a value whatever byte is wrong: %s',
    async (name) => {
      const original = fixtureBytes(`${name}.arrow`);
      for (let at = 0; at < original.length; at += 41) {
        for (const wrong of [0xff, 0x7f, 0x00]) {
          const bytes = original.slice();
          bytes[at] = wrong;
          expect((await read(bytes)).length, `${wrong} at ${at}`).toBeLessThan(600);
        }
      }
    },
  );
});

describe('an LZ4 frame', () => {
  const header = [0x04, 0x22, 0x4d, 0x18, 0x40, 0x40, 0];
  const frame = (...block: number[]) => Uint8Array.from([...header, block.length, 0, 0, 0, ...block, 0, 0, 0, 0]);

  it('repeats what came before, also where source and target overlap', () => {
    // Two literals "ab", then six bytes from two back; then the last literal "c".
    const bytes = lz4Frame(frame(0x22, 0x61, 0x62, 2, 0, 0x10, 0x63), 9);
    expect(bytes.ok && new TextDecoder().decode(bytes.value)).toBe('ababababc');
  });

  it.each([
    ['that reaches before its beginning', frame(0x10, 0x61, 9, 0, 0x10, 0x62), 8],
    ['that unpacks to more than is announced', frame(0x1f, 0x61, 1, 0, 255, 255, 255, 0), 100],
    ['that unpacks to less than is announced', frame(0x10, 0x61), 100],
    ['whose block reaches behind it', Uint8Array.from([...header, 255, 255, 255, 0x7f, 1, 2]), 10],
    ['that is no frame', Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), 10],
  ])('%s is refused', (_, bytes, size) => {
    expect(lz4Frame(bytes, size).ok).toBe(false);
  });
});

function messageCounts(): readonly number[] {
  const rows = expectedRows('chat');
  return (Array.isArray(rows) ? rows : []).map(({ messages }) => messages?.length ?? 0);
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array): number {
  return bytes.findIndex((_, start) => wanted.every((byte, at) => bytes[start + at] === byte));
}
