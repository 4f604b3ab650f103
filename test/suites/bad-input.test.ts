import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { checkRun } from '../../src/check-run.ts';
import { renderers } from '../../src/render/render.ts';
import type { Report } from '../../src/report/report.ts';
import { openDirectory } from '../../src/source/directory.ts';
import { memoryFiles } from '../../src/source/memory.ts';
import { buildRun } from '../support/run-builder.ts';

type Contents = Record<string, string | Uint8Array>;

const healthy = buildRun({}).contents as Contents;
const states = (report: Report) => Object.fromEntries(report.clauses.map(({ id, state }) => [id, state]));
const reference = states(await checkRun(memoryFiles(healthy)));

async function checked(change: Contents | ((contents: Contents) => void)): Promise<Report> {
  const contents = { ...healthy };
  if (typeof change === 'function') change(contents);
  else Object.assign(contents, change);
  const report = await checkRun(memoryFiles(contents));
  expect(report.checks.filter(({ outcome }) => outcome === 'crashed')).toEqual([]);
  for (const render of Object.values(renderers)) {
    expect(() => render(report, { width: 80, colour: true, details: true })).not.toThrow();
  }
  return report;
}

/** Everything the report says about files: findings on damage and artifacts that could not be read. */
function said(report: Report): string {
  const findings = report.checks.filter(({ id }) => id.startsWith('evidence/')).flatMap(({ findings }) => findings);
  const unreadable = report.evidence.artifacts.filter(({ state }) => state === 'unreadable');
  return [
    ...findings.map((one) => JSON.stringify([one.what, one.places])),
    ...unreadable.map((one) => `${one.path}: ${one.detail}`),
  ].join('\n');
}

/** Bad input may leave a clause untold; it never breaks one, and clauses that do not need the file stay as they were. */
function unharmed(report: Report, ...touched: readonly string[]): void {
  for (const [clause, state] of Object.entries(states(report))) {
    if (touched.includes(clause)) expect(['unknown', reference[clause]]).toContain(state);
    else expect([clause, state]).toEqual([clause, reference[clause]]);
  }
  expect(report.diagnoses).toEqual([]);
}

const adapter = 'run/adapter_model.safetensors';
const bytes = (file: string) => healthy[file] as Uint8Array;
const lines = (file: string) => (healthy[file] as string).trimEnd().split('\n');

it('an empty folder has no verdict and no accusation', async () => {
  const report = await checkRun(memoryFiles({}));
  expect(new Set(Object.values(states(report)))).toEqual(new Set(['unknown']));
  expect(report.diagnoses).toEqual([]);
});

it('a file that is not a folder is refused with its reason', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-'));
  writeFileSync(join(folder, 'file'), 'x');
  const opened = await openDirectory(join(folder, 'file'));
  rmSync(folder, { recursive: true });
  expect(opened).toMatchObject({ ok: false });
  expect(opened.ok ? '' : opened.problem.reason).toMatch(/not a folder|not a directory/);
});

it('a folder where a file belongs is an unreadable file, not a crash', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-'));
  for (const [path, content] of Object.entries(healthy)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (path !== 'predictions.jsonl') writeFileSync(join(folder, path), content);
  }
  mkdirSync(join(folder, 'predictions.jsonl'));
  const opened = await openDirectory(folder);
  const report = opened.ok ? await checkRun(opened.value) : undefined;
  rmSync(folder, { recursive: true });
  expect(report === undefined ? {} : states(report)).toMatchObject({
    'answer-only-loss': 'holds',
    'same-rendering': 'holds',
  });
});

it.each([
  ['cut in the header', bytes(adapter).slice(0, 40)],
  ['with a header of 2^60 bytes', Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 16, ...bytes(adapter).slice(8)])],
  ['cut in the tensors', bytes(adapter).slice(0, bytes(adapter).length - 8)],
  ['that is empty', new Uint8Array()],
])('a safetensors file %s is named and nothing else changes', async (_, content) => {
  const report = await checked({ [adapter]: content });
  expect(said(report)).toContain('adapter_model.safetensors');
  unharmed(report, 'adapter-active');
});

it('tensor offsets outside the file are named with the tensor', async () => {
  const header = JSON.stringify({
    'base_model.model.x.lora_A.weight': { dtype: 'F32', shape: [4, 4], data_offsets: [0, 64_000] },
  });
  const content = new Uint8Array(8 + header.length + 64);
  new DataView(content.buffer).setBigUint64(0, BigInt(header.length), true);
  content.set(new TextEncoder().encode(header), 8);
  const report = await checked({ [adapter]: content });
  expect(said(report)).toMatch(/lora_A/);
  unharmed(report, 'adapter-active');
});

it('a pickle that would run a command is read as data and runs nothing', async () => {
  // cos\nsystem\n(S'touch /tmp/…'\ntR. — the oldest trick there is.
  const marker = join(tmpdir(), 'lockstep-was-here');
  const report = await checked({
    'run/training_args.bin': new TextEncoder().encode(`cos\nsystem\n(S'touch ${marker}'\ntR.`),
  });
  expect(() => rmSync(marker)).toThrow();
  unharmed(report);
});

it('a line of 1 MB among the rows is read, and a broken one of that size is named with its line', async () => {
  const long = JSON.stringify({
    id: 'long',
    split: 'eval',
    output: 'x'.repeat(1_000_000),
    prediction: 'PARSE_FAIL',
    gold: 'safe',
  });
  const good = await checked({ 'predictions.jsonl': [...lines('predictions.jsonl'), long].join('\n') });
  unharmed(good, 'honest-scoring', 'adapter-active');
  const bad = await checked({ 'predictions.jsonl': [long.slice(0, -1), ...lines('predictions.jsonl')].join('\n') });
  expect(said(bad)).toMatch(/predictions\.jsonl.*line 1|"line":1/);
  unharmed(bad, 'adapter-active');
});

it('broken UTF-8 is named with its line, and the other rows count', async () => {
  const text = new TextEncoder().encode(healthy['train.jsonl'] as string);
  const content = text.slice();
  content[12] = 0xff;
  const report = await checked({ 'train.jsonl': content });
  expect(said(report)).toMatch(/train\.jsonl.*UTF-8/s);
  unharmed(report, 'answer-only-loss', 'same-rendering');
});

it('a key given twice is named, and the last one counts as in Python', async () => {
  const [first = '', ...rest] = lines('predictions.jsonl');
  const report = await checked({
    'predictions.jsonl': [`${first.slice(0, -1)},"finish_reason":"stop"}`, ...rest].join('\n'),
  });
  expect(said(report)).toMatch(/finish_reason/);
  unharmed(report, 'honest-scoring', 'adapter-active');
});

it('ids beyond 2^53 keep all their digits', async () => {
  const changed = lines('predictions.jsonl').map((line, i) =>
    i === 0 ? line.replace(/"id": ?"[^"]*"/, '"id":12345678901234567890') : line,
  );
  const report = await checked({ 'predictions.jsonl': changed.join('\n') });
  expect(said(report)).toContain('12345678901234567890');
  unharmed(report, 'honest-scoring', 'adapter-active');
});

it('labels longer than ids cost that row, with its line', async () => {
  const [first = '', ...rest] = lines('capture/batches.jsonl');
  const row = JSON.parse(first) as { labels: number[] };
  row.labels.push(-100, -100);
  const report = await checked({ 'capture/batches.jsonl': [JSON.stringify(row), ...rest].join('\n') });
  expect(said(report)).toMatch(/batches\.jsonl.*labels/s);
  unharmed(report, 'answer-only-loss', 'same-rendering');
});

it('ids outside the vocabulary are named and shown as such', async () => {
  const [first = '', ...rest] = lines('capture/batches.jsonl');
  const row = JSON.parse(first) as { input_ids: number[] };
  row.input_ids[1] = 999_999;
  const report = await checked({ 'capture/batches.jsonl': [JSON.stringify(row), ...rest].join('\n') });
  expect(said(report)).toMatch(/999,?999/);
  unharmed(report, 'answer-only-loss', 'same-rendering');
});

it('control bytes and markup in outputs are text in every format', async () => {
  const hostile = '\u001b]0;owned\u0007\u001b[31m</script><img src=x onerror=alert(1)>\u202e';
  const changed = lines('predictions.jsonl').map((line) => ({
    ...(JSON.parse(line) as object),
    output: hostile,
    prediction: 'PARSE_FAIL',
  }));
  const report = await checked({ 'predictions.jsonl': changed.map((row) => JSON.stringify(row)).join('\n') });
  const options = { width: 80, colour: false, details: true };
  expect(renderers.terminal(report, options)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  expect(renderers.html(report, options)).not.toContain('<img src=x');
});

it('a link that leaves the folder is not followed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-'));
  const outside = mkdtempSync(join(tmpdir(), 'lockstep-outside-'));
  writeFileSync(join(outside, 'secret.jsonl'), '{"id":"1","output":"top secret"}\n');
  for (const [path, content] of Object.entries(healthy)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (path !== 'predictions.jsonl') writeFileSync(join(folder, path), content);
  }
  symlinkSync(join(outside, 'secret.jsonl'), join(folder, 'predictions.jsonl'));
  const opened = await openDirectory(folder);
  const report = opened.ok ? await checkRun(opened.value) : undefined;
  rmSync(folder, { recursive: true });
  rmSync(outside, { recursive: true });
  expect(JSON.stringify(report)).not.toContain('top secret');
  expect(JSON.stringify(report)).toContain('--allow-outside');
});

it('predictions without matching rows are counted, not guessed at', async () => {
  const changed = lines('predictions.jsonl').map((line) => line.replace(/"id": ?"/, '"id":"other-'));
  const report = await checked({ 'predictions.jsonl': changed.join('\n') });
  expect(said(report)).toMatch(/have an id that no request has/);
  unharmed(report, 'honest-scoring', 'adapter-active');
});
