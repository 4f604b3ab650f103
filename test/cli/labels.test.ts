import { mkdir, readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import { LabelsReportSchema } from '../../src/report/labels-report.ts';
import { builtCli } from '../support/built-cli.ts';
import { testFolder } from '../support/test-folder.ts';
import { unsafeText } from '../support/unsafe-text.ts';

const { at, write, writeRun } = testFolder('labels');
const TOKENIZER = ['--trl', '1.13.0', '--transformers', '5.18.0', '--set', 'max_length=512'] as const;
const HOSTILE = '\u001b[31mred\u0007\u202Egnp.exe\u200b';

beforeAll(async () => {
  await writeRun('healthy');
  await writeRun('everything', { labels: (ids) => ids });
  await writeRun('elsewhere', {
    files: { 'capture/batches.jsonl': null, 'capture/capture.json': null },
  });
  await mkdir(at('empty'));
  const question = (row: number) => `${HOSTILE} in question ${row}, ${'with many words '.repeat(row % 40)}?`;
  const rows = Array.from({ length: 9000 }, (_, row) =>
    row % 50 === 7
      ? '{"prompt": broken'
      : JSON.stringify(
          row % 3 === 0
            ? { prompt: question(row), completion: ' yes' }
            : { prompt: question(row), completion: ` no ${HOSTILE}` },
        ),
  );
  await write('big.jsonl', rows.map((row) => `${row}\n`).join(''));
});

const labels = (...args: readonly string[]) => builtCli(['labels', ...args]);
const big = () => [at('elsewhere'), '--data', at('big.jsonl'), ...TOKENIZER];

describe('exit codes and words', () => {
  test('a healthy run: 0, both sides and their agreement', async () => {
    const { code, out, err } = await labels(at('healthy'));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.match(/^ANSWER ONLY/gm)).toHaveLength(2);
    expect(out).toMatch(/^AGREE {2}24 of 24 captured rows/m);
    expect(await labels(at('healthy'), '--against', 'capture')).toMatchObject({ code: 0 });
  });

  test('a collator that puts loss on everything: 1, where it differs, and what explains it', async () => {
    const { code, out } = await labels(at('everything'));
    expect(code).toBe(1);
    expect(out).toMatch(/^PROMPT TOO/m);
    expect(out).toMatch(/^DIFFER {2}0 of 24/m);
    expect(out).toContain('every compared row agrees with completion_only_loss=False');
    expect(await labels(at('everything'), '--against', 'capture')).toMatchObject({ code: 1 });
    expect(await labels(at('everything'), '--only', 'prediction')).toMatchObject({ code: 0 });
  });

  test.each([
    ['nothing there', () => [at('nowhere')], /does not exist/],
    ['an empty folder', () => [at('empty')], /a prediction needs/],
    ['no data of that name', () => [at('elsewhere'), ...TOKENIZER, '--data', at('gone.jsonl')], /gone\.jsonl/],
    ['no settings', () => [at('elsewhere')], /--set key=value/],
    ['no release', () => [at('elsewhere'), '--set', 'max_length=512'], /--trl 1\.13\.0/],
    ['no tokenizer there', () => [at('healthy'), '--tokenizer', at('gone')], /gone/],
    ['no place for the rows', () => [at('healthy'), '--rows', at('gone', 'rows.jsonl')], /could not be written/],
    ['no place for the page', () => [at('healthy'), '--out', at('gone', 'page.html')], /could not be written/],
  ])('%s: 2, and what to try', async (_, args, reason) => {
    const { code, out, err } = await labels(...args());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.replace(/\s+/g, ' ')).toMatch(reason);
    expect(err).toContain('try:');
  });

  test('nothing to compare with: 2', async () => {
    const { code } = await labels(at('elsewhere'), ...TOKENIZER, '--against', 'capture');
    expect(code).toBe(2);
  });
});

describe('a large file', () => {
  test('two threads say what one says, row by row', async () => {
    const rows = (threads: string) => at(`rows-${threads}.jsonl`);
    const run = (threads: string) =>
      labels(...big(), '--threads', threads, '--rows', rows(threads), '--format', 'json');
    const one = await run('1');
    const two = await run('2');
    expect(two).toEqual(one);
    expect(await readFile(rows('2'), 'utf8')).toBe(await readFile(rows('1'), 'utf8'));
    const lines = (await readFile(rows('1'), 'utf8')).trimEnd().split('\n');
    const report = v.parse(LabelsReportSchema, JSON.parse(one.out));
    expect(report.sides[0]?.rows).toMatchObject({ total: 9000, looked: 8820, failed: 180 });
    expect(report.sides[0]?.failures.map(({ row }) => row)).toEqual([7, 57, 107, 157, 207, 257, 307, 357, 407, 457]);
    expect(lines).toHaveLength(8820);
    expect(JSON.parse(lines[7] ?? '')).toMatchObject({
      source: 'prediction',
      row: 8,
      state: 'kept',
      tokens: { answer: expect.any(Number) },
    });
  });

  test.each(['40', '200'])(
    'at %s columns no line is longer, and no byte of the data acts on the terminal',
    async (width) => {
      const { out } = await labels(...big(), '--width', width, '--details');
      expect(unsafeText(out)).toBeUndefined();
      expect(out).toContain('\\x1b');
      expect(Math.max(...out.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(Number(width));
    },
  );
});

test('formats: a page, Markdown, JSON, by the name of the file', async () => {
  const page = at('labels.html');
  expect(await labels(at('everything'), '--out', page)).toMatchObject({ code: 1, out: '' });
  expect(await readFile(page, 'utf8')).toMatch(/^<!doctype html>[\s\S]*<title>prompt too · labels of /);
  const markdown = await labels(at('everything'), '--format', 'markdown');
  expect(markdown.out).toMatch(/^## Lockstep: which tokens get loss\n\n### Captured: \*\*prompt too\*\*/);
  const json = await labels(at('everything'), '--format', 'json');
  expect(v.is(LabelsReportSchema, JSON.parse(json.out))).toBe(true);
});
