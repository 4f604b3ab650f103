import { describe, expect, it } from 'vitest';
import { gather } from '../../src/gather/gather.ts';
import { memoryFiles } from '../../src/source/memory.ts';
import { gatheredValue } from '../support/gathered-value.ts';

async function trainData(name: string, content: string) {
  return (await gather(memoryFiles({ [name]: content }))).trainData;
}

describe('rows', () => {
  it.each([
    ['an array', '[{"text":"a"},\n{"text":"b"}]'],
    ['an array under data', '{"version": 1, "data": [{"text":"a"}, {"text":"b"}]}'],
    ['JSON Lines under the wrong name', '{"text":"a"}\n{"text":"b"}\n'],
  ])('are read from a .json file that holds %s', async (_, content) => {
    const { rows, damage } = gatheredValue(await trainData('train.json', content));
    expect(rows.map(({ text }) => text)).toEqual(['a', 'b']);
    expect(damage).toEqual([]);
  });

  it('before the damage in an array are used', async () => {
    const data = gatheredValue(await trainData('train.json', '[{"text":"a"},\n{"text":]'));
    expect(data.rows).toHaveLength(1);
    expect(data.damage).toMatchObject([{ path: 'train.json', line: 2, reason: expect.stringMatching(/^column 9: /) }]);
  });

  it('of an array of texts have a column text, as datasets gives them one', async () => {
    const { rows } = gatheredValue(await trainData('train.json', '["a", "b"]'));
    expect(rows.map(({ text }) => text)).toEqual(['a', 'b']);
  });
});
