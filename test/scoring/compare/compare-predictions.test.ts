import { describe, expect, it } from 'vitest';
import { type ComparedRun, comparePredictions } from '../../../src/scoring/compare/compare-predictions.ts';
import type { PredictionRow } from '../../../src/scoring/scored-row.ts';
import type { Task } from '../../../src/scoring/task.ts';

const TASK: Task = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'text' };
const FORM: Task = { kind: 'extract', fields: ['a', 'b', 'c', 'd'] };

/** One letter for each row: r right, w wrong, x unreadable. */
const run = (pattern: string, prompts?: string): ComparedRun => ({
  predictions: Array.from(pattern, (letter, at): PredictionRow => {
    const output = letter === 'r' ? 'safe' : letter === 'w' ? 'unsafe' : '???';
    return { id: `p${at}`, output, gold: 'safe' };
  }),
  ...(prompts === undefined ? {} : { prompts: new Map(Array.from(pattern, (_, at) => [`p${at}`, prompts])) }),
});
const compared = (...args: Parameters<typeof comparePredictions>) => {
  const comparison = comparePredictions(...args);
  if (comparison.kind === 'refused') throw new Error(comparison.mismatches.map(({ kind }) => kind).join());
  return comparison;
};

describe('two runs on the same rows', () => {
  it('lists what was fixed and broken, and what stayed', () => {
    const result = compared(run('rrwwx'), run('rwrxr'), { task: TASK });
    expect(result).toMatchObject({ n: 5, bothRight: 1, bothWrong: 1, first: { count: 2 }, second: { count: 3 } });
    expect(result.fixed).toEqual({ count: 2, ids: ['p2', 'p4'] });
    expect(result.broken).toEqual({ count: 1, ids: ['p1'] });
  });

  it('cannot decide on five rows that differ, however they fall, and can on six', () => {
    const five = compared(run(`${'w'.repeat(5)}${'r'.repeat(95)}`), run('r'.repeat(100)), { task: TASK });
    expect(five.verdict).toMatchObject({ state: 'cannot-decide' });
    const six = compared(run(`${'w'.repeat(6)}${'r'.repeat(94)}`), run('r'.repeat(100)), { task: TASK });
    expect(six.verdict).toEqual({ state: 'better', p: six.test?.exact });
    const back = compared(run('r'.repeat(100)), run(`${'w'.repeat(6)}${'r'.repeat(94)}`), { task: TASK });
    expect(back.verdict).toEqual({ state: 'worse', p: six.test?.exact });
  });

  it('does not call an even split a proof of equality', () => {
    const { verdict, detectable } = compared(
      run(`${'w'.repeat(10)}${'r'.repeat(90)}`),
      run(`${'r'.repeat(90)}${'w'.repeat(10)}`),
      {
        task: TASK,
      },
    );
    expect(verdict).toEqual({ state: 'no-difference-shown', p: 1 });
    // spec/evaluation.md 1.16: 100 rows of which 20 % differ show 12.4 points, and of which 5 % differ nothing.
    expect(detectable.after.difference).toBeCloseTo(0.124, 3);
    expect(detectable.before.map(({ difference }) => difference)).toEqual([
      null,
      expect.closeTo(0.088, 3),
      expect.closeTo(0.124, 3),
      expect.closeTo(0.152, 3),
    ]);
  });

  it('takes rows of one patient as one piece of evidence', () => {
    const [first, second] = [run('w'.repeat(12)), run('r'.repeat(12))];
    expect(compared(first, second, { task: TASK }).verdict.state).toBe('better');
    const groups = new Map(first.predictions.map(({ id }, at) => [id, `patient ${at % 3}`]));
    expect(compared(first, second, { task: TASK, groups })).toMatchObject({
      test: null,
      verdict: { state: 'cannot-decide' },
    });
  });

  it('compares the share of right fields where whole documents hardly differ', () => {
    const gold = { a: '1', b: '2', c: '3', d: '4' };
    const forms = (right: number): ComparedRun => ({
      predictions: Array.from({ length: 20 }, (_, at) => {
        const answer = Object.fromEntries(
          Object.entries(gold).map(([key, value], place) => [key, place < right ? value : 'no']),
        );
        return { id: `p${at}`, output: JSON.stringify(answer), gold };
      }),
    });
    const { graded, verdict } = compared(forms(1), forms(3), { task: FORM });
    expect(verdict.state).toBe('cannot-decide');
    expect(graded).toMatchObject({
      score: 'right fields',
      first: 0.25,
      second: 0.75,
      difference: { estimate: 0.5, low: null, high: null },
    });
    expect(graded?.test.p).toBeLessThan(0.001);
  });
});

describe('two runs on other rows', () => {
  it('refuses other gold, other prompts, other rows and duplicate ids, and says where', () => {
    const gold = run('rr');
    const other = { predictions: gold.predictions.map((row) => ({ ...row, gold: 'unsafe' })) };
    expect(comparePredictions(gold, other, { task: TASK })).toEqual({
      kind: 'refused',
      mismatches: [{ kind: 'other-gold', count: 2, of: 2, ids: ['p0', 'p1'] }],
    });
    const prompts = comparePredictions(run('rr', 'Is it safe?'), run('rr', 'Safe or not?'), { task: TASK });
    expect(prompts).toMatchObject({ kind: 'refused', mismatches: [{ kind: 'other-prompts', count: 2 }] });
    expect(comparePredictions(run('rr'), run('rrr'), { task: TASK })).toMatchObject({
      mismatches: [{ kind: 'other-rows', count: 1, ids: ['p2'] }],
    });
    const twice = { predictions: [...gold.predictions, ...gold.predictions] };
    expect(comparePredictions(twice, gold, { task: TASK })).toMatchObject({
      mismatches: [{ kind: 'duplicate-ids', count: 2 }],
    });
    expect(comparePredictions(gold, { predictions: [] }, { task: TASK })).toMatchObject({
      kind: 'refused',
      mismatches: [{ kind: 'no-common-ids' }, { kind: 'other-rows' }],
    });
  });

  it('compares them when told to, and keeps saying that they differ', () => {
    const result = compared(run('rr', 'Is it safe?'), run('rrr', 'Safe or not?'), {
      task: TASK,
      accept: ['other-prompts', 'other-rows'],
    });
    expect(result.n).toBe(2);
    expect(result.accepted.map(({ kind }) => kind)).toEqual(['other-rows', 'other-prompts']);
  });

  it('says when the prompts are not known to be equal', () => {
    expect(compared(run('rr', 'Is it safe?'), run('rr'), { task: TASK }).promptsUnknown).toBe(2);
    expect(compared(run('rr', 'Is it safe?'), run('rr', 'Is it safe?'), { task: TASK }).promptsUnknown).toBe(0);
  });

  it('judges nothing without gold', () => {
    const bare: ComparedRun = { predictions: [{ id: 'a', output: 'safe' }] };
    expect(compared(bare, bare, { task: TASK })).toMatchObject({
      n: 0,
      unjudged: 1,
      verdict: { state: 'cannot-decide' },
    });
  });
});
