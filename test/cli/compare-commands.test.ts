import { mkdir, readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { byteGguf } from '../support/byte-gguf.ts';
import { chatTemplate } from '../support/run-builder.ts';
import { runCli as lockstep } from '../support/run-cli.ts';
import { testFolder } from '../support/test-folder.ts';
import { unsafeText } from '../support/unsafe-text.ts';

const { at, write, writeRun } = testFolder('compare');

beforeAll(async () => {
  await writeRun('healthy');
  await writeRun('endless', { labels: (ids) => ids });
  await writeRun('silent', { request: ({ user }) => `<|im_start|>user\n${user}<|im_end|>\n` });
  await mkdir(at('empty'));
  await write('model.gguf', byteGguf());
});

describe('freeze and verify', () => {
  test('a frozen run verifies; a changed one fails, and says what changed, why it matters and what to do', async () => {
    const frozen = await lockstep('freeze', at('healthy'));
    expect(frozen).toMatchObject({ code: 0, err: '' });
    expect(frozen.out).toContain('11 of 12 parts');
    expect(frozen.out).toContain('preprocessor_config.json');
    const lock = at('healthy', 'lockstep.lock');
    expect(await lockstep('verify', at('healthy'))).toMatchObject({ code: 0, out: expect.stringMatching(/^HOLDS/) });
    const changed = await lockstep('verify', at('endless'), '--lock', lock);
    expect(changed.code).toBe(1);
    expect(changed.out).toMatch(/^BROKEN {2}1 broken/);
    expect(changed.out).toContain('8 of 8 captured rows');
    expect(changed.out).toContain('why:');
    expect(unsafeText(changed.out)).toBeUndefined();
    expect(await lockstep('verify', at('endless'), '--lock', lock, '--fail-on', 'never')).toMatchObject({ code: 0 });
    expect(await lockstep('verify', at('healthy', 'base'), '--lock', lock)).toMatchObject({ code: 0 });
    expect(await lockstep('verify', at('healthy', 'base'), '--lock', lock, '--fail-on', 'unknown')).toMatchObject({
      code: 1,
    });
  });

  test('JSON and Markdown', async () => {
    const json = await lockstep('freeze', at('healthy'), '--format', 'json');
    await write('a.lock', json.out);
    expect(JSON.parse(json.out)).toMatchObject({ schema: 'lockstep-lock/1' });
    const compared = await lockstep('verify', at('endless'), '--lock', at('a.lock'), '--format', 'json');
    expect(JSON.parse(compared.out)).toMatchObject({
      schema: 'lockstep-lock-diff/1',
      differences: [{ section: 'mask', weight: 'breaks' }],
    });
    const report = at('verified.md');
    expect(await lockstep('verify', at('endless'), '--lock', at('a.lock'), '--out', report)).toMatchObject({
      code: 1,
      out: '',
    });
    expect(await readFile(report, 'utf8')).toMatch(/^```text\nBROKEN[\s\S]*\n```\n$/);
  });

  test.each([
    ['no lock', () => ['verify', at('endless')], /could not be used as a lock/],
    ['a lock that is none', () => ['verify', at('endless'), '--lock', at('model.gguf')], /could not be used as a lock/],
    ['no folder', () => ['freeze', at('nowhere')], /does not exist/],
    ['nothing in it', () => ['freeze', at('empty')], /nothing that could be frozen/],
    ['a base that is none', () => ['freeze', at('healthy'), '--base', at('nowhere')], /does not exist/],
    ['no place to write to', () => ['freeze', at('healthy'), '--out', at('nowhere', 'x.lock')], /could not be written/],
  ])('%s: 2, with what to try', async (_, args, reason) => {
    const { code, out, words } = await lockstep(...args());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(words).toMatch(reason);
    expect(words).toContain('try:');
  });
});

describe('diff', () => {
  test('a healthy run: equal, and all rows proved', async () => {
    const { code, out } = await lockstep('diff', at('healthy'));
    expect(code).toBe(0);
    expect(out).toMatch(/^EQUAL/);
    expect(out).toContain('24 of 24 captured rows are proved');
  });

  test('requests in another format: 1, with both sides token by token', async () => {
    const { code, out } = await lockstep('diff', at('silent'));
    expect(code).toBe(1);
    expect(out).toMatch(/^DIFFERENT/);
    expect(out).toContain('- left');
    expect(out).toContain('0 of 24 captured rows are proved');
    expect(unsafeText(out)).toBeUndefined();
  });

  test('a GGUF, a Modelfile, another folder', async () => {
    expect(await lockstep('diff', at('healthy'), at('model.gguf'))).toMatchObject({
      code: 0,
      out: expect.stringContaining('vocabulary'),
    });
    await write('Modelfile', 'FROM ./model.gguf\nTEMPLATE """{{ .Prompt }}"""\n');
    const ollama = await lockstep('diff', at('healthy'), at('Modelfile'));
    expect(ollama).toMatchObject({ code: 0, out: expect.stringMatching(/^UNKNOWN/) });
    expect(await lockstep('diff', at('healthy'), at('Modelfile'), '--fail-on', 'unknown')).toMatchObject({ code: 1 });
    await write('empty/chat_template.jinja', chatTemplate.replace('assistant', 'model'));
    expect(await lockstep('diff', at('healthy'), at('empty'))).toMatchObject({ code: 1 });
  });

  test('two locks', async () => {
    await lockstep('freeze', at('healthy'), '--out', at('old.lock'));
    await lockstep('freeze', at('endless'), '--out', at('new.lock'));
    expect(await lockstep('diff', at('old.lock'), at('new.lock'))).toMatchObject({
      code: 1,
      out: expect.stringContaining('get loss on other tokens'),
    });
    expect(await lockstep('diff', at('old.lock'), at('old.lock'))).toMatchObject({ code: 0 });
  });

  test('JSON has one report for each side', async () => {
    const { out } = await lockstep('diff', at('healthy'), '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({
      schema: 'lockstep-diff/1',
      reports: [{ comparison: { equal: 36 }, prefix: { proved: 24 } }],
    });
  });

  test.each([
    ['nothing there', () => ['diff', at('nowhere')], /does not exist/],
    ['one file', () => ['diff', at('model.gguf')], /a second side is needed/],
    ['a folder without sides', () => ['diff', at('healthy', 'capture')], /holds no training folder/],
  ])('%s: 2, with what to try', async (_, args, reason) => {
    const { code, words } = await lockstep(...args());
    expect(code).toBe(2);
    expect(words).toMatch(reason);
  });
});
