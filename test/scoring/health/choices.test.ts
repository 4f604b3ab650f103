import { describe, expect, it } from 'vitest';
import { choiceRows } from '../../../src/scoring/health/choice-rows.ts';
import { enumeratedOptions } from '../../../src/scoring/health/enumerated-options.ts';
import { optionPositions } from '../../../src/scoring/health/option-positions.ts';

const CITIES = ['Bern', 'Oslo', 'Rome', 'Lima', 'Cairo', 'Quito', 'Accra'];
const asked = (at: number) =>
  `Which city is number ${at}?\nA) ${CITIES[at % 7]}\nB) ${CITIES[(at + 1) % 7]}\nC) ${CITIES[(at + 3) % 7]}\nAnswer:`;

describe('the options of a question', () => {
  it('are read in every common notation', () => {
    const texts = ['red', 'green', 'blue'];
    for (const question of [
      'Which one? (A) red (B) green (C) blue',
      'Which one?\nA. red\nB. green\nC. blue',
      'Which one? A) red B) green C) blue',
      'Which one?\n1. red\n2. green\n3. blue\nAnswer:',
      'Which one? [A] red [B] green [C] blue',
    ])
      expect(enumeratedOptions(question)?.texts).toEqual(texts);
  });

  it('are the last list of the question, not the steps before it', () => {
    const question = 'Steps:\n1. Read.\n2. Think.\nA) yes\nB) no';
    expect(enumeratedOptions(question)).toEqual({ markers: ['A', 'B'], texts: ['yes', 'no'] });
  });

  it('are none where there is no list', () => {
    for (const question of ['', 'Only (A) one', 'First (A), then (C)', 'a) small b) letters', 'See 1. above'])
      expect(enumeratedOptions(question)).toBeNull();
    expect(enumeratedOptions('A) x '.repeat(100_000))).toBeNull();
  });
});

describe('multiple-choice rows', () => {
  const rows = (answer: (at: number) => string, chosen?: string) =>
    Array.from({ length: 40 }, (_, at) => ({ question: asked(at), answer: answer(at), chosen }));

  it('give the place of the right option, by its letter or by its text', () => {
    expect(choiceRows(rows(() => 'B'))?.rows[3]).toEqual({ right: 1 });
    expect(choiceRows(rows(() => '(C)', 'A) Bern'))?.rows[3]).toEqual({ right: 2, chosen: 0 });
    expect(choiceRows(rows((at) => CITIES[at % 7] ?? ''))?.rows.every((row) => row?.right === 0)).toBe(true);
    expect(choiceRows(rows(() => 'A', 'I do not know'))?.rows[0]).toEqual({ right: 0, chosen: null });
  });

  it('are no multiple choice where some rows are not, or where all list the same options', () => {
    const some = rows(() => 'A').map((row, at) => (at % 5 === 0 ? { ...row, question: 'Say something.' } : row));
    expect(choiceRows(some)).toBeNull();
    expect(choiceRows(rows(() => 'none of them'))).toBeNull();
    expect(choiceRows(rows(() => 'A').slice(0, 10))).toBeNull();
    // Two fixed options are two classes: how often each is right is the balance of the classes.
    const fixed = rows((at) => (at % 4 ? 'A' : 'B')).map((row, at) => ({
      ...row,
      question: `Does it block? (A) it does not (B) it does. SMILES: ${'CO'.repeat(at)}`,
    }));
    expect(choiceRows(fixed)).toBeNull();
  });

  it('show a model that prefers a place, by a paired test', () => {
    const questions = rows((at) => 'ABC'[at % 3] ?? '', 'A');
    const choices = choiceRows(questions);
    const { favoured, recallSpread } = optionPositions(choices?.rows ?? [], 3);
    expect(favoured).toMatchObject({ place: 0, right: 14, chosen: 40, of: 40 });
    expect(favoured?.p).toBeLessThan(1e-4);
    expect(recallSpread).toBeCloseTo(Math.sqrt(2) / 3, 9);
  });
});
