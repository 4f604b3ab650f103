import { describe, expect, it } from 'vitest';
import { dataHealth } from '../../../src/scoring/health/data-health.ts';
import type { Task } from '../../../src/scoring/task.ts';

const CLASSIFY: Task = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'text' };
const row = (at: number, name: string) => ({
  question: `Inspect ladder ${at * 7919} near door ${at}.`,
  answer: name,
  class: name,
  surface: name,
});

describe('the health of data', () => {
  it('gives every fact that what is known allows', () => {
    const training = Array.from({ length: 40 }, (_, at) => row(at, at % 4 ? 'safe' : 'unsafe'));
    const health = dataHealth({
      task: CLASSIFY,
      training,
      evaluation: [{ id: 'a', ...row(3, 'safe'), correct: true }],
      settings: { method: 'lora', learningRate: 2e-3, rank: 8, alpha: 16, epochs: 30, batchRows: 4 },
    });
    expect(health).toMatchObject({
      rows: 40,
      balance: { state: 'balanced', majority: { class: 'safe' } },
      conflicts: { ceiling: { count: 40, of: 40 } },
      duplicates: { distinct: 40 },
      overlap: { overlap: { count: 1, of: 1 } },
      seenEpochs: { passes: 30, level: 'many', optimizerSteps: 300 },
      settings: [{ state: 'far-too-high' }, { state: 'usual' }],
      neighbours: { accuracy: { count: 1, of: 1 }, beside: { model: { count: 1 }, p: 1 } },
      detectable: { rows: 1 },
      ...{ truncation: null, options: null, nulls: null },
    });
  });

  it('leaves out what does not apply to the task', () => {
    const training = [
      { question: 'Say something.', answer: '{"a":null}' },
      { question: 'Say something.', answer: '{"a":"b"}' },
    ];
    expect(dataHealth({ task: { kind: 'free' }, training })).toMatchObject({
      balance: null,
      conflicts: null,
      surfaces: null,
      nulls: null,
      overlap: null,
    });
    expect(dataHealth({ task: { kind: 'extract', fields: ['a'] }, training })).toMatchObject({
      conflicts: { ceiling: { count: 1, of: 2 } },
      nulls: [{ field: 'a', empty: { count: 1, of: 2 } }],
    });
    expect(dataHealth({ task: CLASSIFY, training: [] })).toMatchObject({
      rows: 0,
      balance: { n: 0 },
      neighbours: null,
    });
  });
});
