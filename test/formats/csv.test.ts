import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsvRows } from '../../src/formats/csv.ts';
import { expectedRows, itemsOf, rowsAsJson } from '../support/data-set-fixtures.ts';

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

function read(text: string | Uint8Array, size = 65_536) {
  return itemsOf(readCsvRows(chunksOf(typeof text === 'string' ? new TextEncoder().encode(text) : text, size), ','));
}

/** Texts and what `datasets` gets from pandas for them; test/fixtures/data-sets/make.py writes them. */
const known = expectedRows('pandas.csv');
const cases: unknown[] = Array.isArray(known) ? known : [];

describe('a CSV file', () => {
  it.each(cases)('gives the rows that pandas reads: %j', async (text, rows) => {
    for (const size of [1, 3, 65_536]) expect(rowsAsJson(await read(String(text), size))).toEqual(rows);
  });

  it('says on which line a row begins, also behind cells of several lines', async () => {
    const items = await read('a,b\n"x\ny",1\n\nz,2\r\n"p\r\nq",3\nr,4\n');
    expect(items.map(({ line, row }) => [line, row])).toEqual([
      [2, 0],
      [5, 1],
      [6, 2],
      [8, 3],
    ]);
  });

  it('keeps every text that is quoted as it should be', async () => {
    const cell = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).map((text) => `x${text}`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        async (rows, size) => {
          const quoted = rows
            .map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(','))
            .join('\n');
          const items = await read(`a,b\n${quoted}\n`, size);
          const isText = (text: string) => new TextDecoder().decode(new TextEncoder().encode(text)) === text;
          fc.pre(rows.flat().every(isText));
          expect(items.map((item) => (item.state === 'row' ? [item.value.a, item.value.b] : item))).toEqual(rows);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('separated by tabs is read as such', async () => {
    const bytes = new TextEncoder().encode('a\tb\n1,5\tx\n');
    expect(rowsAsJson(await itemsOf(readCsvRows(chunksOf(bytes, 4), '\t')))).toEqual([{ a: '1,5', b: 'x' }]);
  });
});

describe('a damaged CSV file', () => {
  const broken: [string, string, [number, RegExp][]][] = [
    [
      'a row with too many cells',
      'a,b\n1,2\n3,4,5\n6,7\n',
      [[3, /the row has 3 cells where the header names 2; pandas stops here/]],
    ],
    [
      'a first row with an index',
      'a,b\n0,1,2\n',
      [[2, /pandas takes the first cells for an index and shifts every column/]],
    ],
    ['a quote that is never closed', 'a,b\n1,"x\n2,y\n', [[2, /a quote is opened and never closed/]]],
    ['another separator', 'a;b\n1;2\n', [[1, /the header is one column, "a;b"; is the file separated by ";"\?/]]],
  ];
  it.each(broken)('with %s says so', async (_, text, expected) => {
    const damage = (await read(text)).filter(({ state }) => state === 'damaged');
    expect(damage.map((item) => [item.line, 'reason' in item && item.reason])).toEqual(
      expected.map(([line, reason]) => [line, expect.stringMatching(reason)]),
    );
  });

  it('with bytes that are not UTF-8 loses that row only', async () => {
    const bytes = new TextEncoder().encode('a\nx\nyy\nz\n');
    bytes[5] = 0xff;
    const items = await read(bytes);
    expect(items.map(({ state, line }) => [state, line])).toEqual([
      ['row', 2],
      ['damaged', 3],
      ['row', 4],
    ]);
  });

  it('in UTF-16 is told once', async () => {
    expect(await read(Uint8Array.of(0xff, 0xfe, 0x61, 0, 0x0a, 0))).toEqual([
      { state: 'damaged', row: 0, lost: 0, line: 1, reason: 'the file is UTF-16; save it as UTF-8' },
    ]);
  });

  it('whose column changes its type after 10,000 rows is told where datasets stops', async () => {
    const rows = Array.from({ length: 10_000 }, (_, at) => at).join('\n');
    const items = await read(`n\n${rows}\nten thousand\n10001\n`);
    expect(items).toHaveLength(10_002);
    expect(items[10_000]).toMatchObject({
      state: 'damaged',
      line: 10_002,
      reason: expect.stringMatching(/"ten thousand".*type integer/),
    });
    expect(items[10_001]).toMatchObject({ state: 'row', value: { n: 10_001 } });
  });

  it('whose row is larger than 32 MiB is skipped, and reading goes on', async () => {
    const items = await read(`a,b\n${'x'.repeat(33 * 1024 * 1024)},1\ny,2\n`, 4 * 1024 * 1024);
    expect(items.map(({ state, line }) => [state, line])).toEqual([
      ['damaged', 2],
      ['row', 3],
    ]);
  });
});
