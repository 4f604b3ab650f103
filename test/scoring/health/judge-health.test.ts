import { describe, expect, it } from 'vitest';
import { dataHealth, type HealthData } from '../../../src/scoring/health/data-health.ts';
import { judgeHealth } from '../../../src/scoring/health/judge-health.ts';
import type { TrainingOutcome } from '../../../src/scoring/health/judge-training.ts';
import { proportion } from '../../../src/scoring/proportion.ts';
import type { Task } from '../../../src/scoring/task.ts';

const CLASSIFY: Task = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'text' };
const UNTRAINED: TrainingOutcome = { learned: false, trained: null, unseen: null };
const question = (at: number) =>
  `Inspect ladder ${at * 7919} near door ${at} while worker ${at * 31} of team ${at * 17} carries tool ${at * 13} past gate ${at * 3}.`;
const row = (at: number, name: string) => ({ question: question(at), answer: name, class: name, surface: name });
const even = Array.from({ length: 100 }, (_, at) => row(at, at % 2 ? 'safe' : 'unsafe'));

function found(data: Partial<HealthData>, outcome: Partial<TrainingOutcome> = {}) {
  const health = dataHealth({ task: CLASSIFY, training: even, ...data });
  return judgeHealth(health, { ...UNTRAINED, ...outcome });
}
const said = (findings: ReturnType<typeof found>) => findings.map(({ id, level }) => `${level} ${id}`);

describe('what is worth a look', () => {
  it('is nothing in balanced rows that are all different', () => {
    const evaluation = Array.from({ length: 40 }, (_, at) => ({
      ...{ id: `e${at}`, ...row(at + 500, at % 2 ? 'safe' : 'unsafe'), correct: null },
    }));
    const settings = { method: 'lora', learningRate: 2e-4, rank: 16, alpha: 32, epochs: 3, batchRows: 8 } as const;
    expect(found({ evaluation, settings })).toEqual([]);
  });

  it('is a class that dominates, and one that hardly occurs', () => {
    const training = Array.from({ length: 200 }, (_, at) => row(at, at < 10 ? 'unsafe' : 'safe'));
    const findings = found({ training });
    expect(said(findings)).toEqual(['error class-dominates', 'warning class-rare']);
    expect(findings[0]?.what).toBe('The answer is safe in 190 of 200 rows with a class (95 %).');
    expect(findings[1]?.rows).toEqual({ count: 10, rows: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] });
  });

  it('is a contradiction, graver the more rows it costs', () => {
    const one = [...even, { ...row(3, 'unsafe') }];
    expect(said(found({ training: one }))).toEqual(['warning answers-conflict']);
    const many = [...even, ...Array.from({ length: 10 }, (_, at) => row(at, at % 2 ? 'unsafe' : 'safe'))];
    expect(said(found({ training: many }))).toEqual(['error answers-conflict', 'warning rows-repeat']);
  });

  it('is an evaluation on training rows, and a few of them are chance', () => {
    const evaluation = (shared: number) =>
      Array.from({ length: 40 }, (_, at) => ({
        ...{ id: `e${at}`, ...row(at < shared ? at : at + 500, 'safe'), correct: at < shared },
      }));
    expect(said(found({ evaluation: evaluation(2) })).join()).not.toContain('evaluation-trained');
    const [finding] = found({ evaluation: evaluation(10) });
    expect(finding).toMatchObject({ id: 'evaluation-trained', level: 'error' });
    expect(finding?.what).toContain('Right on those: 10 of 10 rows; on the others: 0 of 30 rows.');
    expect(finding?.ids).toHaveLength(10);
  });

  it('is a second spelling, with the rows that have it', () => {
    const training = even.map((one, at) => (at < 20 && one.class === 'safe' ? { ...one, surface: 'Safe' } : one));
    expect(found({ training })).toMatchObject([
      { id: 'spelling-varies', rows: { count: 10, rows: [1, 3, 5, 7, 9, 11, 13, 15, 17, 19] } },
    ]);
  });

  it('is an answer that the length limit cuts, and a prompt that it makes equal to another', () => {
    const ids = (at: number) => [1, 2, 3, 4, 5, at + 10, 8, 9];
    const rows = Array.from({ length: 50 }, (_, row) => ({ row, ids: ids(row), answerStart: 6, supervised: 2 }));
    const tokenized = (maxLength: number) => ({
      rows,
      rule: { maxLength, keep: 'start' as const },
      isFine: () => false,
    });
    expect(said(found({ tokenized: tokenized(8) }))).toEqual([]);
    expect(said(found({ tokenized: tokenized(7) }))).toEqual(['error answers-cut']);
    expect(said(found({ tokenized: tokenized(5) }))).toEqual(['error prompts-collapse', 'error answers-cut']);
    expect(said(found({ tokenized: { ...tokenized(5), rule: null } }))).toEqual([]);
  });

  it('is a tiny answer behind a long prompt of which hardly anything varies', () => {
    const ids = (at: number) => [...Array.from({ length: 600 }, () => 1), at + 10, 2];
    const rows = Array.from({ length: 50 }, (_, row) => ({ row, ids: ids(row), answerStart: 601, supervised: 1 }));
    const findings = found({ tokenized: { rows, rule: null, isFine: () => true } });
    expect(said(findings)).toEqual(['note prompt-constant', 'note answer-tiny', 'note varying-part-coarse']);
    expect(findings[1]?.what).toBe('Supervised tokens of a row: 1 (median), behind 601 of prompt.');
  });

  it('is a field that is nearly always empty', () => {
    const training = Array.from({ length: 20 }, (_, at) => ({
      question: question(at),
      answer: JSON.stringify({ name: 'x', note: at === 0 ? 'late' : null }),
    }));
    const findings = found({ task: { kind: 'extract', fields: ['name', 'note'] }, training });
    expect(findings).toMatchObject([{ id: 'field-empty', level: 'note', rows: { count: 19 } }]);
  });

  it('is the first option that is nearly always right', () => {
    const words = ['red', 'green', 'blue', 'black', 'white', 'brown', 'grey'];
    const training = Array.from({ length: 60 }, (_, at) => ({
      question: `Which colour has number ${at}?\nA) ${words[at % 7]}\nB) ${words[(at + 2) % 7]}\nC) ${words[(at + 4) % 7]}`,
      answer: at % 6 === 0 ? 'B' : 'A',
    }));
    const findings = found({ task: { kind: 'free' }, training });
    expect(findings.find(({ id }) => id === 'options-uneven')).toMatchObject({ level: 'warning', rows: { count: 50 } });
  });
});

describe('settings', () => {
  const settings = { method: 'lora', learningRate: 5e-3, epochs: 30, batchRows: 8 } as const;

  it('are errors before training, and notes where the run shows that they did no harm', () => {
    expect(said(found({ settings }))).toEqual(['error learning-rate-unusual', 'warning passes-many']);
    const well = { learned: true, trained: proportion(40, 40), unseen: proportion(39, 40) };
    expect(said(found({ settings }, well))).toEqual(['note passes-many', 'note learning-rate-unusual']);
  });

  it('stay a warning where rows that were not seen are answered worse', () => {
    const overfit = { learned: true, trained: proportion(40, 40), unseen: proportion(20, 40) };
    expect(said(found({ settings: { ...settings, learningRate: 2e-4 } }, overfit))).toEqual(['warning passes-many']);
  });

  it('excuse an overfit test, unless it is taken for training', () => {
    const training = even.slice(0, 8);
    const few = { training, task: { kind: 'free' } as const, settings: { epochs: 300 } };
    expect(said(found(few))).toEqual([]);
    const overfit = { trained: proportion(8, 8), unseen: proportion(10, 40) };
    expect(said(found(few, overfit))).toEqual(['error passes-many']);
  });
});

describe('copying', () => {
  const of = (name: string, at: number) =>
    name === 'safe' ? `patient ${at * 37} takes losartan tablets daily` : `latte ${at * 53} and cheese tart to go`;
  const training = Array.from({ length: 60 }, (_, at) => {
    const name = at % 2 ? 'safe' : 'unsafe';
    return { ...row(at, name), question: of(name, at) };
  });
  const evaluation = (correct: (at: number) => boolean | null) =>
    Array.from({ length: 40 }, (_, at) => {
      const name = at % 2 ? 'safe' : 'unsafe';
      return { id: `e${at}`, ...row(at, name), question: of(name, at + 5000), correct: correct(at) };
    });

  it('is said to be as good where the model does not do better, and better only when that is sure', () => {
    const level = (correct: (at: number) => boolean | null) =>
      found({ training, evaluation: evaluation(correct) }).find(({ id }) => id === 'neighbours-as-good')?.level;
    expect(level(() => true)).toBe('note');
    expect(level((at) => at > 2)).toBe('note');
    expect(level((at) => at > 9)).toBe('warning');
    expect(level(() => null)).toBeUndefined();
  });
});
