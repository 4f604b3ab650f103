import { mkdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/render/display-width.ts';
import { buildRun } from '../support/run-builder.ts';
import { runCli } from '../support/run-cli.ts';
import { testFolder } from '../support/test-folder.ts';
import { unsafeText } from '../support/unsafe-text.ts';

const { at, write } = testFolder('lint');

const lint = (...args: readonly string[]) => runCli('lint', ...args);

const row = (question: string, answer: string) => ({ prompt: question, completion: answer });
const question = (index: number) => `Is ladder ${index * 7919} at door ${index * 31} near gate ${index * 17} safe?`;
const rows = (count: number, answer: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => row(question(index), answer(index)));
const even = (count: number) => rows(count, (index) => (index % 2 ? 'safe' : 'unsafe'));

describe('lint', () => {
  test('says what the rows of a file show, and that nothing of it is advice', async () => {
    const path = await write(
      'skewed.jsonl',
      rows(200, (index) => (index < 30 ? 'unsafe' : 'safe')),
    );
    const { code, out } = await lint(path);
    expect(code).toBe(0);
    expect(out).toMatch(/^WORTH A LOOK {2}1 warning on 200 training rows/);
    expect(out).toContain('class-dominates: The answer is safe in 170 of 200 rows with a class (85 %). (line 31,');
    expect(out).toMatch(/safe +170 of 200 \(85\.0 %\) +79\.4 % to 89\.3 % +line 31, 32, 33 …/);
    expect(out.replace(/\s+/g, ' ')).toContain(
      'Withheld: whether what was trained is what is served is not judged here',
    );
    expect(out).not.toContain('Balance the classes');
    expect(out).not.toMatch(/NaN|undefined|null/);
  });

  test('the exit code follows --fail-on', async () => {
    const skewed = await write(
      'warns.jsonl',
      rows(200, (index) => (index < 30 ? 'unsafe' : 'safe')),
    );
    const bad = await write('fails.jsonl', [...even(60), ...rows(20, (index) => (index % 2 ? 'unsafe' : 'safe'))]);
    const codes = async (path: string) => {
      const all = await Promise.all(['error', 'warning', 'never'].map((level) => lint(path, '--fail-on', level)));
      return all.map(({ code }) => code);
    };
    expect(await codes(skewed)).toEqual([0, 1, 0]);
    expect(await codes(bad)).toEqual([1, 1, 0]);
    const unknown = await lint(skewed, '--fail-on', 'broken').catch((error: unknown) => String(error));
    expect(unknown).toContain('--fail-on');
  });

  test('JSON has the lines behind each figure, HTML their texts', async () => {
    const path = await write('twice.jsonl', [...even(60), ...even(10)]);
    const { out } = await lint(path, '--format', 'json');
    const report = JSON.parse(out);
    expect(report).toMatchObject({ schema: 'lockstep-data/1', advice: { state: 'withheld' } });
    expect(report.health.duplicates.exact).toEqual({
      count: 10,
      ids: Array.from({ length: 10 }, (_, index) => `line ${index + 61}`),
    });
    expect(report).not.toHaveProperty('samples');
    const html = at('twice.html');
    const written = await lint(path, '--out', html);
    expect(written).toMatchObject({ code: 0, out: '' });
    expect(await readFile(html, 'utf8')).toContain('"id":"line 61","split":"training"');
  });

  test('evaluation data and a task may be named', async () => {
    const train = await write(
      'train/rows.jsonl',
      even(60).map((one) => ({ ...one, completion: JSON.stringify([{ label: one.completion }]) })),
    );
    const asked = await write(
      'eval/rows.jsonl',
      even(12).map((one, index) => ({ id: `q${index}`, ...one })),
    );
    const { code, out } = await lint(train, '--eval', asked, '--classes', 'safe,unsafe', '--class-path', '[0].label');
    expect(code).toBe(1);
    expect(out).toContain('classify safe, unsafe as json at [0].label (from the options)');
    expect(out).toMatch(/equal to a training row +12 of 12/);
    expect(out).toContain('q0, q1, q2 …');
  });

  test('with a report whose clauses hold, advice is given; another file is refused', async () => {
    const run = buildRun({ dataRow: (one) => row(one.user, '{"label":"safe"}') }).contents;
    for (const [path, content] of Object.entries(run)) await write(`run/${path}`, content);
    const checked = JSON.parse((await runCli('check', at('run'), '--format', 'json', '--fail-on', 'never')).out);
    const holding = { ...checked, clauses: checked.clauses.map((clause: object) => ({ ...clause, state: 'holds' })) };
    const report = await write('holds.json', JSON.stringify(holding));
    const told = await lint(at('run'), '--report', report, '--fail-on', 'never');
    expect(told.out).toContain('class-dominates: Balance the classes in the training rows');
    const broken = holding.clauses.map((clause: object, index: number) =>
      index === 0 ? { ...clause, state: 'broken' } : clause,
    );
    const other = await write('broken.json', JSON.stringify({ ...holding, clauses: broken }));
    expect((await lint(at('run'), '--report', other)).out).toContain('adapter-active is broken');
    const refused = await lint(at('run'), '--report', at('run', 'lockstep.yaml'));
    expect(refused).toMatchObject({ code: 2, words: expect.stringContaining('cannot be read') });
  });

  test('text of rows is hostile in every format', async () => {
    const nasty = '\u001b[2J<img src=x onerror=alert(1)>\u202e](javascript:x) @everyone |';
    const path = await write(
      'nasty.jsonl',
      rows(40, () => nasty),
    );
    for (const format of ['terminal', 'markdown', 'html', 'json']) {
      const { code, out } = await lint(path, '--format', format, '--classes', `${nasty},safe`, '--fail-on', 'never');
      expect({ format, code }).toEqual({ format, code: 0 });
      expect(unsafeText(out.replace(/<script[\s\S]*?<\/script>/g, ''))).toBeUndefined();
      if (format === 'html') expect(out).not.toContain('<img');
      if (format === 'markdown') expect(out.replace(/`[^`]*`/g, '')).not.toMatch(/<img|@everyone/);
    }
  });

  test.each([60, 100, 140])('fits into %i columns', async (width) => {
    const path = await write('wide.jsonl', [...even(60), ...rows(20, (index) => (index % 2 ? 'unsafe' : 'safe'))]);
    const { out } = await lint(path, '--eval', path, '--width', String(width));
    for (const line of out.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });

  test.each([
    ['nothing there', () => [at('nowhere.jsonl')], /does not exist/],
    ['a folder without data', () => [at('empty')], /no training data/],
    ['evaluation data that are not there', () => [at('some.jsonl'), '--eval', at('nowhere.jsonl')], /does not exist/],
    ['a file of no known rows', () => [at('picture.png')], /no file of rows/],
    ['a task that is none', () => [at('some.jsonl'), '--task', 'classify'], /must list its classes/],
  ])('%s: 2, with what to try', async (_, args, reason) => {
    await mkdir(at('empty'), { recursive: true });
    await write('some.jsonl', even(4));
    await write('picture.png', 'x');
    const { code, out, words, err } = await lint(...args());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(words).toMatch(reason);
    expect(err).toContain('lockstep lint');
  });
});
