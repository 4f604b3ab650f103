import { mkdir, readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { builtCli } from '../support/built-cli.ts';
import { testFolder } from '../support/test-folder.ts';
import { unsafeText } from '../support/unsafe-text.ts';

const { at, write } = testFolder('cli');
/** Recognisable, but with too little in it to settle any clause. */
let sparse = '';

beforeAll(async () => {
  await mkdir(at('empty'));
  const rows = Array.from({ length: 20 }, (_, row) => ({
    prompt: `ticket ${row}`,
    completion: row % 2 === 0 ? 'billing' : 'account',
  }));
  await write('sparse/train.jsonl', rows);
  sparse = at('sparse');
});

describe('help', () => {
  test('every command has an example that can be typed and says what its exit codes mean', async () => {
    const root = await builtCli(['--help']);
    const commands = [
      ...root.out.replace(/[\s\S]*^Commands:|^Examples:[\s\S]*/gm, '').matchAll(/^ {2}([a-z]+) /gm),
    ].map(([, name = '']) => name);
    expect(commands).toEqual(
      expect.arrayContaining(['check', 'labels', 'render', 'diff', 'adapter', 'score', 'compare']),
    );
    const words = commands.map((name) => (name === 'template' ? [name, 'mark'] : [name]));
    const helps = await Promise.all(words.map((one) => builtCli([...one, '--help'])));
    for (const [at, { code, out, err }] of helps.entries()) {
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(new RegExp(`Examples?:\\n {2}lockstep ${words[at]?.join(' ')} ?`));
      expect(out).toMatch(/^Exit codes: 0/m);
    }
  });

  test('--version is the version of the package', async () => {
    const manifest: unknown = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(manifest).toMatchObject({ version: (await builtCli(['--version'])).out.trim() });
  });
});

describe('check', () => {
  test('missing evidence is unknown: 0 by default, 1 with --fail-on unknown, 0 with never', async () => {
    const [usual, strict, never] = await Promise.all([
      builtCli(['check', sparse]),
      builtCli(['check', sparse, '--fail-on', 'unknown']),
      builtCli(['check', sparse, '--fail-on', 'never']),
    ]);
    expect([usual.code, strict.code, never.code]).toEqual([0, 1, 0]);
    expect(usual.out).toContain('UNKNOWN');
    expect(unsafeText(usual.out)).toBeUndefined();
    expect(usual.err).toBe('');
  });

  test('is the default command; --quiet says only the verdict', async () => {
    const { code, out } = await builtCli([sparse, '--quiet']);
    expect(code).toBe(0);
    expect(out).toMatch(/^UNKNOWN .+\n$/);
  });

  test('FORCE_COLOR colours a pipe, --no-color and NO_COLOR do not let it', async () => {
    const forced = { FORCE_COLOR: '1' };
    expect((await builtCli([sparse], { env: forced })).out).toContain('\x1b[');
    expect((await builtCli([sparse, '--no-color'], { env: forced })).out).not.toContain('\x1b');
    expect((await builtCli([sparse], { env: { ...forced, NO_COLOR: '1' } })).out).not.toContain('\x1b');
  });

  test('--out writes the format that the name asks for and prints no report', async () => {
    const path = at('report.sarif');
    const { code, out, err } = await builtCli(['check', sparse, '--out', path]);
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('report written to');
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ version: '2.1.0' });
  });

  test('--format json is one JSON document', async () => {
    expect(JSON.parse((await builtCli([sparse, '--format', 'json'])).out)).toMatchObject({
      schema: 'lockstep-report/1',
      verdict: 'unknown',
    });
  });

  test.each([
    ['a folder that is not there', () => [at('nowhere')], 'does not exist'],
    ['a file', () => [at('sparse', 'train.jsonl')], 'is not a folder'],
    ['a mistyped command', () => ['chekc'], 'did you mean check?'],
    ['a mistyped folder', () => [at('sparze')], 'a typing mistake; did you mean'],
    ['an empty folder', () => [at('empty')], 'nothing that Lockstep recognises'],
    ['a base that is not there', () => [sparse, '--base', at('nowhere')], 'does not exist'],
    ['a report that cannot be written', () => [sparse, '--out', at('no', 'such', 'r.json')], 'could not be written'],
    ['an unknown option', () => [sparse, '--nope'], 'unknown option'],
    ['an unknown format', () => [sparse, '--format', 'pdf'], 'terminal, json, html, markdown, sarif'],
  ])('%s exits with 2 and says what to try', async (_, args, saying) => {
    const { code, out, err } = await builtCli(args());
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err.replace(/\s+/g, ' ')).toContain(saying);
    expect(err).toMatch(/^error: +\S[\s\S]*^likely: +\S[\s\S]*^try: +lockstep/m);
  });

  test('a hostile path is escaped in the message', async () => {
    const { err } = await builtCli([at('x\x1b[31m\u202E')]);
    expect(err).toContain('\\x1b[31m⟨U+202E⟩');
    expect(unsafeText(err)).toBeUndefined();
  });
});

describe('list and explain', () => {
  test('list names every check and cause, and each can be explained', async () => {
    const { code, out } = await builtCli(['list', '--format', 'json']);
    expect(code).toBe(0);
    const parsed: { checks: { id: string }[]; causes: { id: string }[] } = JSON.parse(out);
    expect(parsed.checks.length).toBeGreaterThan(0);
    expect(parsed.causes.length).toBeGreaterThan(0);
    const table = (await builtCli(['list', '--width', '60'])).out;
    for (const { id } of [...parsed.checks, ...parsed.causes]) expect(table).toContain(id);
    const explained = await builtCli(['explain', parsed.causes[0]?.id ?? '']);
    expect(explained.code).toBe(0);
    expect(explained.out.length).toBeGreaterThan(20);
  });

  test('an id that is not there suggests the one that was meant', async () => {
    const { code, err } = await builtCli(['explain', 'loss/promt-in-loss']);
    expect(code).toBe(2);
    expect(err).toContain('loss/prompt-in-loss');
  });
});

test('a reader that closes the pipe is not a crash', async () => {
  const { code, err } = await builtCli(['list', '--format', 'json'], { closeOut: true });
  expect([code, err]).toEqual([0, '']);
});
