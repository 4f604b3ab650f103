import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { classifyFailure } from '../../../src/scoring/failures/classify-failure.ts';
import { FAILURE_CODES, type FailureCode } from '../../../src/scoring/failures/failure-code.ts';
import { failureContext } from '../../../src/scoring/failures/failure-context.ts';
import type { FailureSample } from '../../../src/scoring/failures/failure-sample.ts';
import { goldAlarms } from '../../../src/scoring/failures/gold-alarms.ts';
import { tallyFailures } from '../../../src/scoring/failures/tally-failures.ts';
import { parseTask } from '../../../src/scoring/task.ts';
import { generatedTasks } from './gold-answers.ts';

const MOST = 0.005;
const PER_TASK = 1_000;

const contextOf = (task: Parameters<typeof failureContext>[0]['task'], samples: readonly FailureSample[]) =>
  failureContext({
    task,
    prompts: samples.map(({ prompts }) => prompts?.[0] ?? ''),
    answers: samples.flatMap(({ target }) => (target === undefined ? [] : [{ text: target }])),
  });

const alarms = (
  samples: readonly FailureSample[],
  context: ReturnType<typeof failureContext>,
): Map<FailureCode, number> => {
  const fired = new Map<FailureCode, number>();
  for (const sample of samples)
    for (const code of goldAlarms(sample, context)) fired.set(code, (fired.get(code) ?? 0) + 1);
  return fired;
};

describe('right answers that the detectors do not know to be right', () => {
  const tasks = generatedTasks(PER_TASK);
  const all = new Map<FailureCode, number>();
  afterAll(() => {
    const rows = FAILURE_CODES.map((code) => `${code.padEnd(17)} ${all.get(code) ?? 0}`);
    const total = tasks.length * PER_TASK;
    process.stdout.write(`False alarms on ${total} right answers of ${tasks.length} tasks:\n${rows.join('\n')}\n`);
  });

  it.each(tasks)('fire at most once in two hundred: $name', ({ task, samples, rightly }) => {
    // What the detectors know of the data comes from the other half of it, as training rows would give it.
    const context = contextOf(task, samples.slice(0, PER_TASK / 2));
    for (const [code, count] of alarms(samples, context)) {
      all.set(code, (all.get(code) ?? 0) + (code === rightly ? 0 : count));
      if (code !== rightly) expect([code, count]).toEqual([code, Math.min(count, MOST * PER_TASK)]);
    }
  });

  it.each(tasks.filter(({ rightly }) => rightly !== null))(
    'are told apart from failures although they look like one: $name',
    ({ task, samples, rightly }) => {
      const context = contextOf(task, samples.slice(0, PER_TASK / 2));
      const answered = samples.map((sample) => ({ ...sample, output: `${sample.output}\n` }));
      const { clean, unreliable } = tallyFailures(answered, context);
      expect(clean.count).toBe(PER_TASK);
      expect(unreliable.map(({ code }) => code)).toEqual([rightly]);
      const unknown = samples.map(({ target: _, ...sample }) => sample);
      expect(tallyFailures(unknown, context).clean.count).toBeGreaterThanOrEqual((1 - MOST) * PER_TASK);
      // Where another row's answer is wanted, declining is a failure all the same.
      const like = samples.filter((sample) => goldAlarms(sample, context).size > 0);
      expect(like.length).toBeGreaterThan(PER_TASK / 5);
      const wrong = like.map((sample) => ({ ...sample, target: 'The north fell.' }));
      for (const sample of wrong) expect(classifyFailure(sample, context).codes).toContain(rightly);
    },
  );

  it('and hardly ever on mixed data, where every kind has a vocabulary of its own', () => {
    const mixed = tasks.filter(({ task }) => task.kind === 'extract').flatMap(({ samples }) => samples);
    const context = contextOf(
      { kind: 'extract', fields: ['patient', 'shop', 'rows'] },
      mixed.filter((_, at) => at % 2 === 0),
    );
    for (const [code, count] of alarms(mixed, context))
      expect([code, count]).toEqual([code, Math.min(count, MOST * mixed.length)]);
  });

  it('are more than ten thousand', () => {
    expect(tasks.reduce((sum, { samples }) => sum + samples.length, 0)).toBeGreaterThanOrEqual(10_000);
  });

  it('stay silent when spaces are written differently and nothing at all is known of the data', () => {
    for (const { task, samples } of tasks) {
      const context = failureContext({ task });
      for (const sample of samples.slice(0, 200)) {
        const { codes } = classifyFailure({ ...sample, output: `${sample.output}\n` }, context);
        expect([sample.output, codes]).toEqual([sample.output, []]);
      }
    }
  });
});

const RUNS = '/work/shared/runs';
describe.skipIf(!existsSync(RUNS))('right answers of the sample runs', () => {
  const lines = (path: string): Record<string, unknown>[] =>
    existsSync(path)
      ? readFileSync(path, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
      : [];
  const runs = existsSync(RUNS) ? readdirSync(RUNS).filter((run) => existsSync(`${RUNS}/${run}/lockstep.yaml`)) : [];

  it.each(runs)('%s', (run) => {
    const task = parseTask(parse(readFileSync(`${RUNS}/${run}/lockstep.yaml`, 'utf8')).task);
    if (!task.ok) throw new Error(task.problem.reason);
    const prompts = new Map(
      lines(`${RUNS}/${run}/inference/requests.jsonl`).map((row) => [row.id, String(row.prompt)]),
    );
    const samples = lines(`${RUNS}/${run}/predictions.jsonl`).map(
      (row): FailureSample => ({
        ...{ id: String(row.id), output: '', target: String(row.target) },
        prompts: [prompts.get(row.id) ?? ''].filter(Boolean),
      }),
    );
    // One run teaches classes in several spellings; there the detector must say so.
    const taught = new Set(run === 'data-surface' ? ['class-respelled'] : []);
    for (const [code, count] of alarms(samples, contextOf(task.value, samples)))
      if (!taught.has(code)) expect([code, count]).toEqual([code, Math.min(count, MOST * samples.length)]);
  });
});
