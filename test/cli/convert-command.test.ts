import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { testFolder } from '../support/test-folder.ts';
import { unsafeText } from '../support/unsafe-text.ts';

const { at, write } = testFolder('convert');
const convert = (...args: readonly string[]) => runCli('convert', ...args);
const shareGpt = (answerer: string) => ({
  conversations: [
    { from: 'human', value: 'Is it safe?' },
    { from: answerer, value: 'It is.' },
  ],
});

async function linesOf(path: string): Promise<unknown[]> {
  return (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('lockstep convert', () => {
  test('every turn arrives, and what was renamed is said with its count', async () => {
    const data = await write('sharegpt.jsonl', [shareGpt('gpt'), shareGpt('gpt')]);
    const { code, out, err } = await convert(data, '--to', 'messages', '--out', at('rows.jsonl'));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^CONVERTED {2}2 of 2 rows into 2 rows/);
    expect(out).toMatch(/2 +role renamed +gpt → assistant|2 +role renamed +human → user/);
    expect(await linesOf(at('rows.jsonl'))).toEqual(
      Array.from({ length: 2 }, () => ({
        messages: [
          { role: 'user', content: 'Is it safe?' },
          { role: 'assistant', content: 'It is.' },
        ],
      })),
    );
  });

  test('a row that would be lost keeps the file from being written, until the role is named or the loss accepted', async () => {
    const data = await write('mixed.jsonl', [shareGpt('gpt'), shareGpt('ex\x1b[31mpert')]);
    const to = at('mixed-out', 'rows.jsonl');
    await write('mixed-out/other', '');
    const refused = await convert(data, '--to', 'messages', '--out', to);
    expect(refused).toMatchObject({ code: 1, err: '' });
    expect(refused.out).toMatch(/^NOT WRITTEN {2}1 of 2 rows into 1 row\n/);
    expect(refused.out).toMatch(/Refused {2}1 of 2 rows\n +row 1/);
    expect(unsafeText(refused.out)).toBeUndefined();
    expect(await readdir(at('mixed-out'))).toEqual(['other']);
    expect(await convert(data, '--to', 'messages', '--out', to, '--keep-going')).toMatchObject({ code: 0 });
    expect(await linesOf(to)).toHaveLength(1);
    const named = await convert(data, '--to', 'messages', '--out', to, '--role', 'ex\x1b[31mpert=assistant');
    expect(named).toMatchObject({ code: 0 });
    expect(await linesOf(to)).toHaveLength(2);
  });

  test.each([
    ['a name that says another format', () => ['--out', at('rows.csv')], /writes JSON Lines.*rows\.jsonl/],
    ['a folder that is not there', () => ['--out', at('no', 'rows.jsonl')], /there is no folder \S+no .*mkdir -p/],
    ['a class path that is none', () => ['--target-class', '[', '--out', at('rows.jsonl')], /cannot be converted/],
  ])('%s: 2, with what to try', async (_, args, reason) => {
    const data = await write('some.jsonl', [shareGpt('gpt')]);
    const { code, out, words } = await convert(data, '--to', 'messages', ...args());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(words).toMatch(reason);
    expect(words).toContain('try:');
  });

  test('a data set that is not there: 2, with the name that was meant', async () => {
    await write('train.jsonl', [shareGpt('gpt')]);
    const { code, words } = await convert(at('trian.jsonl'), '--to', 'messages', '--out', at('rows.jsonl'));
    expect(code).toBe(2);
    expect(words).toMatch(/does not exist.*did you mean \S+train\.jsonl/);
  });
});
