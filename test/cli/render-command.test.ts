import { beforeAll, describe, expect, test } from 'vitest';
import { runCli as lockstep } from '../support/run-cli.ts';
import { testFolder } from '../support/test-folder.ts';
import { unsafeText } from '../support/unsafe-text.ts';

const { at, writeRun } = testFolder('render');

beforeAll(async () => {
  await writeRun('healthy');
  await writeRun('silent', { request: ({ user }) => `<|im_start|>user\n${user}<|im_end|>\n` });
  await writeRun('plain', { files: { 'train.jsonl': '{"text": "only text"}\n' } });
});

describe('lockstep render', () => {
  test('a healthy row: prompt and request are how it begins, and every token says what wrote it', async () => {
    const { code, out, err } = await lockstep('render', at('healthy'), '--row', '2');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^EQUAL {2}row 2 of train\.jsonl/);
    expect(out).toMatch(/(\d+) of \1 tokens of the prompt are how the whole row begins/);
    expect(out).toMatch(/(\d+) of \1 tokens of the request \S+ are how the whole row begins/);
    expect(out).toMatch(/^ {2}messages\[\d\]\.content/m);
    expect(out).toMatch(/^ {2}generation prompt/m);
    expect(unsafeText(out)).toBeUndefined();
  });

  test('a request that lacks the system turn parts early, and the page says from which token on', async () => {
    const { code, out } = await lockstep('render', at('silent'));
    expect(code).toBe(1);
    expect(out).toMatch(/^DIFFERENT/);
    expect(out).toMatch(/they part at token (\d+)\.[\s\S]*from token \1 on it is not the row/);
  });

  test('JSON has the tokens, and their texts make up the text', async () => {
    const { out } = await lockstep('render', at('healthy'), '--format', 'json');
    const rendering: { training: { text: string; tokens: { text: string }[] } } = JSON.parse(out);
    expect(rendering).toMatchObject({ schema: 'lockstep-rendering/1', row: { row: 0 }, prompt: { state: 'rendered' } });
    expect(rendering.training.tokens.map(({ text }) => text).join('')).toBe(rendering.training.text);
  });

  test.each([
    ['a row that is not there', () => [at('healthy'), '--row', '100000'], /has no row 100000 in train\.jsonl/],
    ['rows of plain text', () => [at('plain')], /no messages in row 0/],
    ['no folder', () => [at('nowhere')], /does not exist/],
  ])('%s: 2, with what to try', async (_, args, reason) => {
    const { code, out, words } = await lockstep('render', ...args());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(words).toMatch(reason);
    expect(words).toContain('try:');
  });
});
