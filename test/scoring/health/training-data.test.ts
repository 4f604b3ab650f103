import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerConflicts } from '../../../src/scoring/health/answer-conflicts.ts';
import { classBalance } from '../../../src/scoring/health/class-balance.ts';
import { classSurfaces } from '../../../src/scoring/health/class-surfaces.ts';
import { constantPrompt } from '../../../src/scoring/health/constant-prompt.ts';
import { duplicateRows } from '../../../src/scoring/health/duplicate-rows.ts';
import { fieldNulls } from '../../../src/scoring/health/field-nulls.ts';
import { optionPositions } from '../../../src/scoring/health/option-positions.ts';
import { repeatedQuestions } from '../../../src/scoring/health/repeated-questions.ts';
import { truncationCollapse } from '../../../src/scoring/health/truncation-collapse.ts';

describe('balance', () => {
  it('says what always answering one class scores', () => {
    const balance = classBalance(
      [...Array(75).fill('safe'), ...Array(25).fill('unsafe')],
      ['safe', 'unsafe', 'unclear'],
    );
    // spec/evaluation.md 1.9: .75, .429, .5 and 0.
    expect(balance.constantAnswer).toEqual({
      accuracy: 0.75,
      balancedAccuracy: 0.5,
      macroF1: expect.closeTo(0.429, 3),
      mcc: 0,
    });
    expect(balance.state).toBe('balanced');
    expect(balance.classes.map(({ class: name, fewRows }) => [name, fewRows])).toEqual([
      ['safe', false],
      ['unsafe', false],
      ['unclear', true],
    ]);
  });

  it('warns above three quarters and nine tenths, and says nothing about nothing', () => {
    const state = (many: number) =>
      classBalance([...Array(many).fill('a'), ...Array(100 - many).fill('b')], ['a', 'b']).state;
    expect([75, 76, 90, 91].map(state)).toEqual(['balanced', 'skewed', 'skewed', 'dominated']);
    expect(classBalance([], ['a'])).toMatchObject({ n: 0, majority: null, constantAnswer: null, state: 'balanced' });
  });
});

describe('conflicts', () => {
  it('gives the score that nobody can exceed', () => {
    const rows = ['yes', 'yes', 'no', 'no', 'maybe'].map((answer) => ({ question: 'Is it safe?', answer }));
    const found = answerConflicts([...rows, { question: 'Is it wet?', answer: 'yes' }]);
    expect(found.ceiling).toMatchObject({ count: 3, of: 6 });
    expect(found.conflicting).toEqual({ count: 5, rows: [0, 1, 2, 3, 4] });
    expect(found).toMatchObject({ largestGroup: 5, groups: [{ answers: 3 }] });
  });

  it('is no conflict to ask twice, nor to write a space', () => {
    const twice = [
      { question: 'Is it safe?', answer: 'yes' },
      { question: ' Is it safe? ', answer: 'yes ' },
    ];
    expect(answerConflicts(twice)).toMatchObject({ conflicting: { count: 0 }, ceiling: { count: 2, of: 2 } });
  });

  it('never promises more than a perfect lookup table reaches', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 40 }), (pairs) => {
        const rows = pairs.map(([question, answer]) => ({ question: String(question), answer: String(answer) }));
        const table = new Map<string, Map<string, number>>();
        for (const { question, answer } of rows) {
          const answers = table.get(question) ?? new Map<string, number>();
          table.set(question, answers.set(answer, (answers.get(answer) ?? 0) + 1));
        }
        const best = [...table.values()].reduce((sum, answers) => sum + Math.max(...answers.values()), 0);
        expect(answerConflicts(rows).ceiling).toMatchObject({ count: best, of: rows.length });
      }),
    );
  });
});

const duplicatesIn = (texts: readonly string[]) =>
  duplicateRows(
    repeatedQuestions(
      texts.map((question) => ({ question })),
      [],
    ).within,
    texts.length,
  );

describe('duplicates', () => {
  const long = (at: number) =>
    `The ladder stands on the ${['roof', 'yard', 'dock', 'attic', 'stairs'][at % 5]} number ${at} while worker ${at * 7} holds tool ${at * 13} and looks at door ${at * 17}`;

  it('pairs every repetition with an earlier row and counts what is left', () => {
    const rows = [
      ...Array.from({ length: 12 }, (_, at) => long(at)),
      long(3).toUpperCase(),
      `${long(3)} `,
      `${long(5)} today`,
    ];
    const found = duplicatesIn(rows);
    expect(found.exact).toEqual({ count: 1, rows: [13] });
    expect(found.near).toEqual({ count: 2, rows: [12, 14] });
    expect(found.clusters).toEqual([
      { count: 3, rows: [3, 12, 13] },
      { count: 2, rows: [5, 14] },
    ]);
    expect(found).toMatchObject({ distinct: 12, complete: true });
  });

  it('takes a question with another image for another question', () => {
    const rows = ['a', 'b', 'a'].map((media) => ({
      question: `${long(1)} and ${long(2)}`,
      media,
    }));
    expect(repeatedQuestions(rows, []).within.pairs).toMatchObject([{ first: 0, second: 2, exact: true }]);
    const asked = [
      { question: `${long(1)} and ${long(2)} today`, media: 'a' },
      { question: `${long(1)} and ${long(2)} today`, media: 'c' },
    ];
    expect(repeatedQuestions(rows, asked).across?.pairs).toMatchObject([{ first: 0, second: 0, exact: false }]);
  });

  it('does not take a common template for a duplicate', () => {
    const rows = Array.from(
      { length: 30 },
      (_, at) => `${'Follow the site rule book and answer in one word. '.repeat(5)}Item ${at * 7919}`,
    );
    expect(duplicatesIn(rows)).toMatchObject({ exact: { count: 0 }, near: { count: 0 }, distinct: 30 });
  });
});

describe('what the model can see of a row', () => {
  it('measures the part of the prompts that never varies', () => {
    expect(constantPrompt(['say: cat!', 'say: dog!', 'say: horse!'])).toMatchObject({
      head: 5,
      tail: 1,
      dominates: false,
    });
    expect(
      constantPrompt([
        [1, 2, 3, 4],
        [1, 2, 9, 4],
      ]),
    ).toMatchObject({ head: 2, tail: 1, share: 0.75 });
    expect(constantPrompt([`${'x'.repeat(99)}a`, `${'x'.repeat(99)}b`])).toMatchObject({
      share: 0.99,
      dominates: true,
    });
  });

  it('never counts a symbol twice', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(1), { maxLength: 8 }), { minLength: 2, maxLength: 5 }), (prompts) => {
        const { head, tail } = constantPrompt(prompts);
        for (const prompt of prompts) expect(head + tail).toBeLessThanOrEqual(prompt.length);
      }),
    );
    expect(constantPrompt(['aaa', 'aaaa'])).toMatchObject({ head: 3, tail: 0 });
  });

  it('sees prompts that become one once cut, and answers that are lost', () => {
    const long = (row: number, value: number) => ({ row, ids: [7, 7, 7, 7, value, 8, 1], answerStart: 6 });
    const rows = [long(0, 1), long(4, 2), long(9, 2), { row: 10, ids: [5, 1], answerStart: 1 }];
    expect(truncationCollapse(rows, { maxLength: 4, keep: 'start' })).toMatchObject({
      cut: { count: 3, of: 4 },
      answerLost: { rows: [0, 4, 9] },
      collapsed: { rows: [0, 4, 9] },
      largestGroup: 3,
    });
    expect(truncationCollapse(rows, { maxLength: 4, keep: 'end' })).toMatchObject({
      answerLost: { count: 0 },
      collapsed: { count: 0 },
    });
    expect(truncationCollapse(rows, { maxLength: 2, keep: 'end' })).toMatchObject({ collapsed: { rows: [0, 4, 9] } });
    expect(
      truncationCollapse([{ row: 0, ids: [7, 8, 1, 2], answerStart: 2 }], { maxLength: 3, keep: 'start' }).answerCut
        .count,
    ).toBe(1);
    expect(truncationCollapse(rows, { maxLength: 7, keep: 'start' })).toMatchObject({
      cut: { count: 0 },
      collapsed: { count: 0 },
    });
  });
});

describe('answers', () => {
  it('lists the spellings of a class, slips apart', () => {
    const rows = [
      ...Array.from({ length: 40 }, () => ({ class: 'safe', surface: 'safe' })),
      ...Array.from({ length: 10 }, () => ({ class: 'safe', surface: 'Safe ' })),
      { class: 'safe', surface: 'SAFE' },
    ];
    const [safe] = classSurfaces(rows);
    expect(safe?.taught).toBe(2);
    expect(safe?.surfaces.map(({ surface, share }) => [surface, share.count, share.of])).toEqual([
      ['safe', 40, 51],
      ['Safe ', 10, 51],
      ['SAFE', 1, 51],
    ]);
  });

  it('finds a right option that is nearly always the first, and a model that always takes it', () => {
    const even = Array.from({ length: 40 }, (_, at) => ({ right: at % 4, chosen: 0 }));
    const fair = optionPositions(even, 4);
    expect(fair.p).toBe(1);
    expect(fair.recallSpread).toBeCloseTo(0.433, 3);
    expect(fair.positions.map(({ recall }) => recall.share)).toEqual([1, 0, 0, 0]);
    const first = optionPositions(
      Array.from({ length: 40 }, (_, at) => ({ right: at < 30 ? 0 : at % 4 })),
      4,
    );
    expect(first.p).toBeLessThan(1e-9);
    expect(first.constantChoice).toBeCloseTo(0.8, 9);
    expect(optionPositions([{ right: 0 }], 4)).toMatchObject({ p: null, recallSpread: null });
  });

  it('counts fields that are nearly always empty, absent keys included', () => {
    const answers = [
      { id: '1', note: null },
      undefined,
      { id: '2' },
      { id: '3', note: ' ' },
      { id: '4', note: 'late' },
    ];
    expect(
      fieldNulls(answers).map(({ field, empty, rows, mostlyEmpty }) => [field, empty.of, rows.rows, mostlyEmpty]),
    ).toEqual([
      ['id', 4, [], false],
      ['note', 4, [0, 2, 3], true],
    ]);
  });
});
