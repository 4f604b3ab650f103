import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonLines } from '../../src/formats/jsonl.ts';
import { chunkRows } from '../../src/gather/chunk-rows.ts';
import { plainRows } from '../../src/gather/plain-rows.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What the careful reader makes of the same bytes: objects without prototype become plain ones. */
async function carefully(bytes: Uint8Array): Promise<readonly string[]> {
  const found: string[] = [];
  const chunks = (async function* () {
    yield bytes;
  })();
  for await (const item of readJsonLines(chunks, { nonFinite: true }))
    found.push(item.state === 'ok' ? JSON.stringify(item.value) : item.reason);
  return found;
}

async function quickly(bytes: Uint8Array): Promise<readonly string[]> {
  const rows = await chunkRows({ kind: 'lines', bytes });
  return rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row)));
}

describe('rows of a chunk of lines', () => {
  it('are read by JSON.parse when they are plain, blank lines and both line ends aside', () => {
    const text = '{"messages":[{"role":"user","content":"été 😀"}],"n":1.5}\r\n\n{"prompt":"a","completion":null}';
    expect(plainRows(bytesOf(text))).toEqual([
      { messages: [{ role: 'user', content: 'été 😀' }], n: 1.5 },
      { prompt: 'a', completion: null },
    ]);
  });

  it.each([
    ['a number that a double does not hold', '{"id":9007199254740993}'],
    ['a whole number written as a float', '{"id":1e300}'],
    ['a number beyond all doubles', '{"id":1e400}'],
    ['NaN', '{"loss":NaN}'],
    ['a key that JavaScript reads in its own way', '{"__proto__":{"role":"user"}}'],
    ['the same key in escapes', '{"\\u005f_proto__":1}'],
    ['a list', '[1]'],
    ['a line that is cut', '{"text":"a'],
    ['deep nesting', `{"a":${'['.repeat(70)}${']'.repeat(70)}}`],
    ['blanks in front of nothing', '   '],
  ])('are left to the careful reader with %s', async (_, line) => {
    const bytes = bytesOf(`{"text":"before"}\n${line}\n{"text":"after"}\n`);
    expect(plainRows(bytes)).toBeUndefined();
    expect((await quickly(bytes)).at(-1)).toBe('{"text":"after"}');
  });

  it('keep digits that a double would change', async () => {
    const [row] = await chunkRows({ kind: 'lines', bytes: bytesOf('{"id":9007199254740993}\n') });
    expect(row).toEqual({ id: '9007199254740993' });
  });

  it('are left to the careful reader with bytes that are not UTF-8', async () => {
    const bytes = Uint8Array.from([...bytesOf('{"text":"'), 0xff, ...bytesOf('"}\n{"text":"b"}\n')]);
    expect(plainRows(bytes)).toBeUndefined();
    expect(await quickly(bytes)).toEqual(['byte 9 is not UTF-8 (counted from the start of the line)', '{"text":"b"}']);
  });

  it('are the same either way, whatever the objects hold', async () => {
    const row = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async (rows) => {
        const bytes = bytesOf(rows.map((one) => JSON.stringify(one)).join('\n'));
        expect(await quickly(bytes)).toEqual(await carefully(bytes));
      }),
      { numRuns: 300 },
    );
  });
});
