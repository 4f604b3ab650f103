import { describe, expect, it } from 'vitest';
import { type ComparedRun, comparePredictions } from '../../../src/scoring/compare/compare-predictions.ts';
import type { PredictionRow } from '../../../src/scoring/scored-row.ts';
import type { Task } from '../../../src/scoring/task.ts';

const TASK: Task = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'text' };
const ESSAY: Task = { kind: 'free' };
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
      // Twelve rows of three patients are not four times as much as all of them.
      detectable: { after: { discordant: 1 }, needed: 4, neededToChange: 6 },
      verdict: { state: 'cannot-decide', because: expect.stringContaining('only 3 of 3 groups changed sides') },
    });
    const six = new Map(first.predictions.map(({ id }, at) => [id, `patient ${at % 6}`]));
    expect(compared(first, second, { task: TASK, groups: six }).verdict).toEqual({ state: 'better', p: 2 / 64 });
    // Who names no patient is one of his own.
    expect(compared(first, second, { task: TASK, groups: new Map() }).verdict.state).toBe('better');
  });

  it('says how many rows it would take, to change sides and to find what was seen', () => {
    const [three, none] = ['www', 'rrr'].map((start) => run(`${start}${'r'.repeat(97)}`));
    if (three === undefined || none === undefined) throw new Error('no runs');
    // Six that change are 3 % of 200; 3 points among 3 % of discordant rows: (1.96·√0.03 + 0.8416·√0.0291)² / 0.03² = 259.2.
    const wanted = { after: { discordant: 0.03, difference: null }, needed: 260, neededToChange: 200 };
    expect(compared(three, none, { task: TASK }).detectable).toMatchObject(wanted);
    const worse = compared(none, three, { task: TASK });
    expect(worse.detectable).toMatchObject(wanted);
    expect(worse.verdict).toMatchObject({ because: expect.stringContaining('only 3 of 100 rows changed sides') });
    const same = compared(none, none, { task: TASK });
    expect(same.detectable).toMatchObject({ after: { discordant: 0 }, needed: null, neededToChange: null });
    expect(same.verdict).toMatchObject({ because: expect.stringContaining('none of 100 rows changed sides') });
    const six = compared(run(`${'w'.repeat(6)}${'r'.repeat(94)}`), run('r'.repeat(100)), { task: TASK });
    expect(six.detectable.neededToChange).toBeNull();
    // Four fixed and one broken: (1.96·√0.05 + 0.8416·√0.0491)² / 0.03² = 433.7.
    const mixed = compared(run(`wwwwr${'r'.repeat(95)}`), run(`rrrrw${'r'.repeat(95)}`), { task: TASK });
    expect(mixed.detectable).toMatchObject({ needed: 434, neededToChange: 120 });
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
    // The same of one scanned batch of documents is one piece of evidence.
    const batch = new Map(forms(1).predictions.map(({ id }) => [id, 'batch']));
    const grouped = compared(forms(1), forms(3), { task: FORM, groups: batch });
    expect(grouped.graded).toMatchObject({ n: 20, difference: { estimate: 0.5 }, test: { p: 1, decidable: false } });
    expect(compared(run('rw'), run('wr'), { task: TASK }).graded).toBeNull();
  });

  it('says how far the difference of grades may lie off, wider where rows belong together', () => {
    const essays = (output: (at: number) => string): ComparedRun => ({
      predictions: Array.from({ length: 60 }, (_, at) => ({ id: `p${at}`, output: output(at), gold: 'abcd' })),
    });
    // Every third document gets better by a half, in runs of ten.
    const [first, second] = [essays(() => 'abxx'), essays((at) => (Math.floor(at / 10) % 3 === 0 ? 'abcd' : 'abxx'))];
    const rows = compared(first, second, { task: ESSAY }).graded;
    const groups = new Map(first.predictions.map(({ id }, at) => [id, `batch ${Math.floor(at / 10)}`]));
    const batches = compared(first, second, { task: ESSAY, groups }).graded;
    expect(rows?.ids).toHaveLength(20);
    for (const graded of [rows, batches]) {
      expect(graded?.difference.estimate).toBeCloseTo(1 / 6, 12);
      expect(graded?.difference.low).toBeLessThan(1 / 6);
      expect(graded?.difference.high).toBeGreaterThan(1 / 6);
    }
    expect(batches?.difference.high).toBeGreaterThan(rows?.difference.high ?? 1);
  });

  it('counts a field rightly left empty as right, and grades texts by their similarity', () => {
    const form = (output: string): ComparedRun => ({ predictions: [{ id: 'p', output, gold: { a: '1', b: null } }] });
    const [full, half] = [form('{"a":"1","b":null,"c":null,"d":null}'), form('{"a":"1","b":"2","c":"3","d":null}')];
    expect(compared(full, half, { task: FORM }).graded).toMatchObject({ first: 1, second: 0.5, ids: ['p'] });
    const essay = (output: string): ComparedRun => ({ predictions: [{ id: 'p', output, gold: 'abcd' }] });
    expect(compared(essay('abcd'), essay('abxx'), { task: ESSAY }).graded).toMatchObject({
      ...{ score: 'similarity', first: 1, second: 0.5 },
    });
  });

  it('judges both runs by the gold or target that either of them recorded', () => {
    const known = (row: Partial<PredictionRow>): ComparedRun => ({ predictions: [{ id: 'p', output: 'yes', ...row }] });
    for (const right of [{ gold: 'safe' }, { target: 'safe' }])
      for (const task of [TASK, ESSAY]) {
        const [recorded, other] = [known({ output: 'safe', ...right }), known({ output: 'unsafe' })];
        expect(compared(recorded, other, { task })).toMatchObject({ n: 1, broken: { ids: ['p'] } });
        expect(compared(other, recorded, { task })).toMatchObject({ n: 1, fixed: { ids: ['p'] } });
      }
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
      mismatches: [{ kind: 'other-rows', count: 1, of: 3, ids: ['p2'] }],
    });
    const twice = { predictions: [...gold.predictions, ...gold.predictions] };
    expect(comparePredictions(twice, gold, { task: TASK })).toMatchObject({
      mismatches: [{ kind: 'duplicate-ids', count: 2, of: 6 }],
    });
    expect(comparePredictions(twice, twice, { task: TASK })).toMatchObject({
      mismatches: [{ kind: 'duplicate-ids', count: 4, of: 8 }],
    });
    expect(comparePredictions(gold, { predictions: [] }, { task: TASK })).toMatchObject({
      kind: 'refused',
      mismatches: [{ kind: 'no-common-ids', count: 2, of: 2 }, { kind: 'other-rows' }],
    });
    expect(comparePredictions({ predictions: [] }, { predictions: [] }, { task: TASK })).toMatchObject({
      mismatches: [{ kind: 'no-common-ids', count: 0 }],
    });
  });

  it('takes a row that names no split for one of the split "all"', () => {
    const split = (name: string): ComparedRun => ({
      predictions: run('r').predictions.map((row) => ({ ...row, split: name })),
    });
    expect(compared(run('r'), split('all'), { task: TASK }).n).toBe(1);
    expect(comparePredictions(run('r'), split('eval'), { task: TASK }).kind).toBe('refused');
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
    expect(compared(run('rr'), run('rr', 'Is it safe?'), { task: TASK }).promptsUnknown).toBe(2);
    expect(compared(run('rr', 'Is it safe?'), run('rr', 'Is it safe?'), { task: TASK }).promptsUnknown).toBe(0);
  });

  it('reads a gold document that is written as JSON text, and judges nothing by what is none', () => {
    const form = (gold: string): ComparedRun => ({ predictions: [{ id: 'p', output: '{"a":"1"}', gold }] });
    const judged = (gold: string) => compared(form(gold), form(gold), { task: FORM });
    expect(judged('{"a":"1"}')).toMatchObject({ n: 1, bothRight: 1 });
    for (const gold of ['{"a":"1"', 'It is {"a":"1"}', 'none'])
      expect(judged(gold)).toMatchObject({ n: 0, unjudged: 1 });
  });

  it('judges nothing without gold', () => {
    const bare: ComparedRun = { predictions: [{ id: 'a', output: 'safe' }] };
    expect(compared(bare, bare, { task: TASK })).toMatchObject({
      n: 0,
      unjudged: 1,
      detectable: { after: { discordant: 0, difference: null }, needed: null },
      verdict: { state: 'cannot-decide' },
    });
  });
});
