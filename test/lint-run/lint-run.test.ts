import { describe, expect, it } from 'vitest';
import { type LintRunOptions, lintRun } from '../../src/lint-run/lint-run.ts';
import type { DataReport } from '../../src/report/data-report.ts';
import { memoryFiles } from '../../src/source/memory.ts';
import { fixtureBytes } from '../support/data-set-fixtures.ts';
import { buildRun, defaultExamples, type Example, type RunOverrides } from '../support/run-builder.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

async function lintedFiles(files: Files, file?: string, options: LintRunOptions = {}): Promise<DataReport> {
  const report = await lintRun({ files: memoryFiles(files), ...(file === undefined ? {} : { file }) }, options);
  if (!report.ok) throw new Error(report.problem.reason);
  return report.value;
}

async function linted(overrides: RunOverrides = {}, options: LintRunOptions = {}): Promise<DataReport> {
  return lintedFiles(buildRun(overrides).contents, undefined, options);
}

const lines = (rows: readonly unknown[]) =>
  rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join('');
const chat = (question: string, answer: string) => ({
  messages: [
    { role: 'user', content: question },
    { role: 'assistant', content: answer },
  ],
});
const long = (at: number) =>
  `Report ${at * 7919}: ladder ${at} leans on wall ${at * 31} beside door ${at * 17} while worker ${at * 13} holds rope ${at * 3}.`;
const said = ({ findings }: DataReport) => findings.map(({ id, level }) => `${level} ${id}`);

describe('a run folder', () => {
  it('is read with its tokenizer, its settings and its answers', async () => {
    const report = await linted();
    expect(report).toMatchObject({
      schema: 'lockstep-data/1',
      training: { path: 'train.jsonl', total: 24, rows: 24, answered: 24, unread: 0, withMedia: 0 },
      evaluation: { path: 'eval.jsonl', rows: 12, judged: 12 },
      predictions: 'predictions.jsonl',
      task: { kind: 'classify', classes: ['safe', 'unsafe'] },
      missing: [],
      health: {
        balance: { n: 24 },
        tokens: { rows: 24 },
        overlap: { clean: { count: 12, of: 12 }, contaminated: { of: 0 } },
        neighbours: { beside: { model: { count: 12, of: 12 } } },
        detectable: { rows: 12 },
      },
    });
    expect(said(report).filter((one) => one.startsWith('error'))).toEqual([]);
  });

  it('whose evaluation was trained on is scored with and without those rows', async () => {
    const examples = defaultExamples();
    const trained = examples.filter(({ split }) => split === 'train').slice(0, 6);
    const leaked = trained.map((one, at): Example => ({ ...one, id: `eval-leak${at}`, split: 'eval' }));
    const isLeaked = (one: Example) => one.id.startsWith('eval-leak') || one.split === 'train';
    const report = await linted({
      examples: [...examples, ...leaked],
      output: (one) => ({ text: isLeaked(one) ? one.answer : 'no idea' }),
    });
    expect(report.health.overlap).toMatchObject({
      exact: { count: 6 },
      contaminated: { count: 6, of: 6 },
      clean: { count: 0, of: 12 },
    });
    expect(report.health.overlap?.exact.pairs[0]).toEqual({ id: 'evaluation line 13', train: 'line 1', similarity: 1 });
    expect(report.findings.find(({ id }) => id === 'evaluation-trained')).toMatchObject({
      level: 'error',
      evaluation: { count: 6 },
    });
  });

  it('whose predictions say nothing of what is right is judged by its evaluation data', async () => {
    const { contents } = buildRun();
    const answers = String(contents['predictions.jsonl']).trimEnd().split('\n');
    const bare = answers.map((line) => {
      const { gold: _gold, target: _target, ...row } = JSON.parse(line);
      return row;
    });
    const report = await lintedFiles({ ...contents, 'predictions.jsonl': lines(bare) });
    expect(report).toMatchObject({
      evaluation: { rows: 12, judged: 12 },
      health: { overlap: { clean: { count: 12, of: 12 } }, neighbours: { beside: { model: { count: 12, of: 12 } } } },
    });
  });

  it('with a limit below its rows shows what is cut, by line', async () => {
    const report = await linted({ capture: { args: { max_length: 80, completion_only_loss: true } } });
    const { truncation, tokens } = report.health;
    expect(tokens?.rows).toBe(24);
    expect(truncation?.rule).toEqual({ maxLength: 80, keep: 'start' });
    expect(truncation?.answerLost.count).toBe(24);
    expect(truncation?.answerLost.ids.slice(0, 2)).toEqual(['line 1', 'line 2']);
    expect(said(report)).toContain('error answers-cut');
  });

  it('gets advice only where all four clauses hold', async () => {
    const clause = (id: 'adapter-active' | 'same-rendering', state: 'holds' | 'broken') => ({
      ...{ id, state, title: id, because: 'it was said' },
    });
    const skewed = { dataRow: (one: Example) => chat(one.user, '{"label":"safe"}') };
    const advice = async (clauses: readonly ReturnType<typeof clause>[], folder = 'memory') =>
      (await linted(skewed, { checked: { folder, clauses: [...clauses] } })).advice;
    const holding = [clause('adapter-active', 'holds')];
    expect((await linted(skewed)).advice).toMatchObject({
      state: 'withheld',
      command: 'lockstep check . --out report.json',
    });
    expect(await advice([...holding, clause('same-rendering', 'broken')])).toMatchObject({
      state: 'withheld',
      because: expect.stringContaining('same-rendering is broken'),
    });
    expect(await advice([])).toMatchObject({ state: 'withheld' });
    expect(await advice(holding, 'elsewhere')).toMatchObject({ because: expect.stringContaining('elsewhere') });
    const given = await advice(holding);
    expect(given).toMatchObject({
      state: 'given',
      items: expect.arrayContaining([{ finding: 'class-dominates', advice: expect.any(String) }]),
    });
  });
});

describe('a file of data', () => {
  it('is enough: classes are read from its answers, and what is missing is named', async () => {
    const rows = Array.from({ length: 60 }, (_, at) => chat(long(at), at % 3 ? 'safe' : 'unsafe'));
    const report = await lintedFiles({ 'rows.jsonl': lines(rows) }, 'rows.jsonl');
    expect(report).toMatchObject({
      task: { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'text' },
      taskFrom: 'rows.jsonl',
      evaluation: null,
      health: { balance: { majority: { class: 'safe', share: { count: 40, of: 60 } } }, tokens: null, overlap: null },
      findings: [],
    });
    expect(report.missing.map(({ fact }) => fact)).toHaveLength(4);
  });

  it('of open answers has no classes, and no contradictions', async () => {
    const rows = Array.from({ length: 40 }, (_, at) => chat(long(at % 20), `An answer of its own, number ${at}.`));
    const report = await lintedFiles({ 'rows.jsonl': lines(rows) }, 'rows.jsonl');
    expect(report).toMatchObject({ task: { kind: 'free' }, health: { balance: null, conflicts: null } });
    expect(report.health.duplicates.exact).toEqual({
      count: 20,
      ids: Array.from({ length: 20 }, (_, at) => `line ${at + 21}`),
    });
  });

  it('of extraction has its empty fields', async () => {
    const rows = Array.from({ length: 20 }, (_, at) => chat(long(at), JSON.stringify({ name: `n${at}`, note: null })));
    const report = await lintedFiles({ 'rows.jsonl': lines(rows) }, 'rows.jsonl');
    expect(report.task).toEqual({ kind: 'extract', fields: ['name', 'note'] });
    expect(report.findings).toMatchObject([{ id: 'field-empty', training: { count: 20 } }]);
  });

  it('is the same in JSON, Parquet and Arrow', async () => {
    const [json, parquet, arrow] = await Promise.all(
      ['chat.json', 'chat-zstd.parquet', 'chat-file.arrow'].map((name) =>
        lintedFiles({ [name]: fixtureBytes(name) }, name),
      ),
    );
    expect(json?.training.rows).toBeGreaterThan(0);
    expect(parquet?.health).toEqual(json?.health);
    expect(arrow?.findings).toEqual(json?.findings);
  });

  it('that contradicts itself leads to the lines', async () => {
    const rows = Array.from({ length: 30 }, (_, at) => chat(long(at), at % 2 ? 'safe' : 'unsafe'));
    const files = { 'rows.jsonl': lines([...rows, chat(long(4), 'safe'), 'not JSON', chat(long(6), 'safe')]) };
    const report = await lintedFiles(files, 'rows.jsonl');
    expect(report.health.conflicts?.groups).toEqual([
      { rows: { count: 2, ids: ['line 5', 'line 31'] }, answers: 2 },
      { rows: { count: 2, ids: ['line 7', 'line 33'] }, answers: 2 },
    ]);
    expect(report.training).toMatchObject({ total: 33, rows: 32 });
    expect(report.notes).toContain('Places of the training data that could not be used: 1; lockstep check names them.');
    expect(report.samples.map(({ id }) => id).slice(0, 2)).toEqual(['line 5', 'line 7']);
  });

  it('of images tells rows apart by their images', async () => {
    const row = (image: string, answer: string) => ({ images: [image], ...chat('<image>Is it safe?', answer) });
    const rows = Array.from({ length: 40 }, (_, at) => row(`${at}.png`, at % 2 ? 'safe' : 'unsafe'));
    const report = await lintedFiles({ 'rows.jsonl': lines([...rows, row('3.png', 'unsafe')]) }, 'rows.jsonl');
    expect(report).toMatchObject({
      training: { withMedia: 41 },
      health: { neighbours: null, duplicates: { distinct: 40 } },
    });
    expect(report.health.conflicts?.conflicting).toEqual({ count: 2, ids: ['line 4', 'line 41'] });
  });

  it('whose images nothing names is never taken for repeated', async () => {
    const row = (at: number) => ({
      messages: [
        { role: 'user', content: [{ type: 'image' }, { type: 'text', text: 'Is it safe?' }] },
        { role: 'assistant', content: at % 2 ? 'safe' : 'unsafe' },
      ],
    });
    const report = await lintedFiles(
      { 'rows.jsonl': lines(Array.from({ length: 40 }, (_, at) => row(at))) },
      'rows.jsonl',
    );
    expect(report.health).toMatchObject({ duplicates: { distinct: 40 }, conflicts: { conflicting: { count: 0 } } });
  });

  it('of plain text that nothing splits is compared as a whole', async () => {
    const rows = Array.from({ length: 20 }, (_, at) => ({ text: long(at % 15) }));
    const report = await lintedFiles({ 'rows.jsonl': lines(rows) }, 'rows.jsonl');
    expect(report).toMatchObject({ training: { rows: 20, answered: 0 }, health: { duplicates: { distinct: 15 } } });
  });

  it('without anything to read is refused with the reason', async () => {
    const reason = async (files: Files, file?: string) => {
      const report = await lintRun({ files: memoryFiles(files), ...(file && { file }) });
      return report.ok ? 'fine' : report.problem.reason;
    };
    expect(await reason({ 'readme.txt': 'hello' })).toContain('training data');
    expect(await reason({ 'rows.jsonl': '' }, 'rows.jsonl')).toContain('rows.jsonl');
    expect(await reason({ 'rows.jsonl': lines([{ input_ids: [1, 2] }]) }, 'rows.jsonl')).toContain(
      'no question can be read',
    );
    expect(
      await reason({ 'rows.jsonl': lines([chat('a', 'b')]), 'lockstep.yaml': 'task: {kind: guess}' }, 'rows.jsonl'),
    ).toContain('kind of task');
  });
});

describe('another file beside a run', () => {
  it('is read with its tokenizer, and not judged by its settings and answers', async () => {
    const { contents } = buildRun();
    const rows = Array.from({ length: 30 }, (_, at) =>
      chat(long(at), at % 2 ? '{"label":"safe"}' : '{"label":"unsafe"}'),
    );
    const report = await lintedFiles({ ...contents, 'other.jsonl': lines(rows) }, 'other.jsonl');
    expect(report).toMatchObject({
      ...{ training: { path: 'other.jsonl', rows: 30 }, predictions: null, evaluation: { judged: 0 } },
      health: { tokens: { rows: 30 }, settings: [], seenEpochs: null },
    });
    const own = await lintedFiles(contents, 'train.jsonl');
    expect(own).toMatchObject({ predictions: 'predictions.jsonl', evaluation: { judged: 12 } });
  });
});

describe('evaluation data apart', () => {
  it('wins over those of the folder', async () => {
    const rows = Array.from({ length: 30 }, (_, at) => chat(long(at), at % 2 ? 'safe' : 'unsafe'));
    const other = memoryFiles({ 'mine.jsonl': lines(rows.slice(0, 5).map((row, at) => ({ id: `q${at}`, ...row }))) });
    const report = await lintedFiles(
      { 'train.jsonl': lines(rows), 'eval.jsonl': lines([chat('x', 'safe')]) },
      undefined,
      {
        evaluation: { files: other, file: 'mine.jsonl' },
      },
    );
    expect(report.evaluation).toMatchObject({ path: 'mine.jsonl', rows: 5, judged: 0 });
    expect(report.health.overlap?.exact.pairs.map(({ id, train }) => [id, train])[1]).toEqual(['q1', 'line 2']);
  });
});
