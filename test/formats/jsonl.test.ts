import { describe, expect, it } from 'vitest';
import { type JsonLine, type JsonLinesOptions, readJsonLines } from '../../src/formats/jsonl.ts';
import { byteChunks } from '../support/byte-chunks.ts';

async function lines(content: string | Uint8Array, options?: JsonLinesOptions, chunk = 7): Promise<JsonLine[]> {
  const items: JsonLine[] = [];
  for await (const item of readJsonLines(byteChunks(content, chunk), options)) items.push(item);
  return items;
}

const short = (items: JsonLine[]) =>
  items.map((item) => (item.state === 'ok' ? `${item.line} ${JSON.stringify(item.value)}` : `${item.line} damaged`));

describe('readJsonLines', () => {
  it('reads rows whatever the chunks, line ends, blank lines and byte order mark', async () => {
    const text = '\ufeff{"a":"é"}\r\n\n   \r\n{"b":[1,2]}\n"last"';
    for (let chunk = 1; chunk < 40; chunk++) {
      expect(short(await lines(text, {}, chunk)), `chunks of ${chunk}`).toEqual([
        '1 {"a":"é"}',
        '4 {"b":[1,2]}',
        '5 "last"',
      ]);
    }
  });

  it('says where each row lies in bytes', async () => {
    const text = '{"a":"é"}\r\n\n{"b":1}\n';
    const bytes = new TextEncoder().encode(text);
    const slices = (await lines(text)).map((item) =>
      item.state === 'ok'
        ? new TextDecoder().decode(bytes.subarray(item.byteOffset, item.byteOffset + item.bytes))
        : '',
    );
    expect(slices).toEqual(['{"a":"é"}', '{"b":1}']);
  });

  it('goes on after a damaged line and says what is wrong with it', async () => {
    const items = await lines('{"a":1}\n{"a":\n{"a" 2}\n{"a":3}');
    expect(short(items)).toEqual(['1 {"a":1}', '2 damaged', '3 damaged', '4 {"a":3}']);
    expect(items[2]).toMatchObject({ reason: "expected ':' after the key but found '2'", column: 6 });
  });

  it('never replaces broken UTF-8', async () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('{"a":"'), 0xc3, 0x28, 0x22, 0x7d, 0x0a, 0x31]);
    const items = await lines(bytes);
    expect(short(items)).toEqual(['1 damaged', '2 1']);
    expect(items[0]).toMatchObject({ reason: expect.stringContaining('byte 6 is not UTF-8') });
  });

  it('skips a line over the limit, also one that fits exactly to the byte', async () => {
    const exact = JSON.stringify('x'.repeat(98));
    const items = await lines(`${exact}\n"${exact}"\n${exact}`, { maxLineBytes: 100 });
    expect(items.map(({ state, line }) => `${line} ${state}`)).toEqual(['1 ok', '2 damaged', '3 ok']);
    expect(items[1]).toMatchObject({ reason: expect.stringContaining('102 bytes') });
  });

  it('recognises one JSON array, however it is written', async () => {
    const rows = [{ a: 1 }, { a: 2 }];
    for (const text of [JSON.stringify(rows), JSON.stringify(rows, null, 2), '[{"a":1},\n{"a":2}]', '\n[]\n']) {
      const items = await lines(text);
      expect(items, text).toHaveLength(1);
      expect(items[0]).toMatchObject({ state: 'damaged', reason: expect.stringContaining('this is one JSON array') });
    }
    const [huge] = await lines(JSON.stringify(rows), { maxLineBytes: 8 });
    expect(huge).toMatchObject({ reason: expect.stringContaining('this is one JSON array') });
  });

  it('leaves lines alone that each hold an array', async () => {
    expect(short(await lines('[{"a":1}]\n[{"a":2}]\n'))).toEqual(['1 [{"a":1}]', '2 [{"a":2}]']);
    expect(short(await lines('[1,2]\n'))).toEqual(['1 [1,2]']);
  });

  it('recognises one spread-out object and UTF-16, once', async () => {
    const object = await lines(JSON.stringify({ data: [1, 2, 3] }, null, 2));
    expect(object).toMatchObject([{ line: 1, reason: expect.stringContaining('one JSON object') }]);
    const utf16 = await lines(new Uint8Array([0xff, 0xfe, 0x7b, 0, 0x0a, 0, 0x7d, 0]));
    expect(utf16).toMatchObject([{ line: 1, reason: expect.stringContaining('UTF-16') }]);
  });

  it('has nothing to say about an empty file', async () => {
    expect(await lines('')).toEqual([]);
    expect(await lines('\n\r\n')).toEqual([]);
  });

  it('keeps memory flat on an endless line', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      const chunk = new Uint8Array(1 << 20).fill(0x61);
      for (let count = 0; count < 1000; count++) yield chunk;
    }
    const before = process.memoryUsage().arrayBuffers;
    const items: JsonLine[] = [];
    for await (const item of readJsonLines(endless(), { maxLineBytes: 4 << 20 })) items.push(item);
    expect(items).toMatchObject([{ state: 'damaged', reason: expect.stringContaining(`${1000 * (1 << 20)} bytes`) }]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(256 << 20);
  });
});
