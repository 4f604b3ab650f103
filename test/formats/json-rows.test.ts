import { expect, it } from 'vitest';
import { type JsonRow, type JsonRowsOptions, readJsonRows } from '../../src/formats/json-rows.ts';
import { byteChunks } from '../support/byte-chunks.ts';

async function rows(content: string, options?: JsonRowsOptions): Promise<JsonRow[]> {
  const items: JsonRow[] = [];
  for await (const item of readJsonRows(byteChunks(content), options)) items.push(item);
  return items;
}

const values = (items: JsonRow[]) =>
  items.map((item) => (item.state === 'ok' ? JSON.stringify(item.value) : item.reason));

it('reads an array, and the rows inside an object', async () => {
  const content = [{ a: 1 }, { a: 'é' }];
  const expected = ['{"a":1}', '{"a":"é"}'];
  expect(values(await rows(`\ufeff ${JSON.stringify(content, null, 1)} `))).toEqual(expected);
  for (const key of ['data', 'rows', 'train']) {
    const text = JSON.stringify({ version: { data: [3] }, [key]: content, test: [] }, null, 2);
    expect(values(await rows(text)), key).toEqual(expected);
  }
  expect(await rows('[]')).toEqual([]);
});

it('reports duplicate keys with the row that has them', async () => {
  expect(await rows('[{"a":1},{"b":1,"b":2}]')).toMatchObject([
    { row: 1, duplicateKeys: [] },
    { row: 2, duplicateKeys: [{ path: 'b' }] },
  ]);
});

it('gives the rows before the damage, then says where it is', async () => {
  expect(await rows('[{"a":1},\n{"a":]')).toMatchObject([{ row: 1 }, { state: 'damaged', row: 2, line: 2, column: 6 }]);
  expect(values(await rows('[{"a":1}'))).toEqual(['{"a":1}', 'the file ends inside the array of rows']);
  expect(values(await rows('[1] [2]'))).toEqual(['1', 'more text follows the array of rows']);
  expect(values(await rows('[1 2]'))).toEqual(['1', "expected ',' or ']' after the row"]);
});

it('says so when there are no rows', async () => {
  for (const text of ['{}', '{"data":{"a":1}}', '3', '"x"']) {
    expect(values(await rows(text)), text).toEqual([expect.stringContaining('holds no rows')]);
  }
  expect(await rows('')).toMatchObject([{ state: 'damaged', row: 1 }]);
  expect(await rows('{"x" 1}')).toMatchObject([{ state: 'damaged', line: 1, column: 6 }]);
  expect(values(await rows('[1,2,3]', { maxBytes: 6 }))).toEqual([expect.stringContaining('more than 6 bytes')]);
});
