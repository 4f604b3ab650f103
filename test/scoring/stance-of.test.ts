import { describe, expect, it } from 'vitest';
import { extractClass } from '../../src/scoring/extract-class.ts';
import { scorePredictions } from '../../src/scoring/score-predictions.ts';
import type { ClassifyTask } from '../../src/scoring/task.ts';

const VERDICT: ClassifyTask = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'text' };
const OPTION: ClassifyTask = { kind: 'classify', classes: ['(A)', '(B)'], answer: 'text' };

const classOf = (text: string, task = VERDICT): string => {
  const read = extractClass(text, task);
  return read.state === 'class' ? read.class : read.because;
};

describe('a class that is asserted', () => {
  it.each([
    ['I would say it is safe', 'safe'],
    ['It is safe if used properly.', 'safe'],
    ['The right answer would be unsafe.', 'unsafe'],
    ['This would be considered unsafe.', 'unsafe'],
    ['It should be classified as safe.', 'safe'],
    ['The man is not wearing a helmet and the ladder is unsafe.', 'unsafe'],
    ['He cannot reach the top, so it is unsafe.', 'unsafe'],
    ['The ladder cannot tip over. It is safe.', 'safe'],
    ['I was not sure at first, but it is safe.', 'safe'],
    ['It is not safe, it is unsafe.', 'unsafe'],
    ['not safe but unsafe', 'unsafe'],
    ['No doubt it is unsafe.', 'unsafe'],
    ['There is no problem. Safe', 'safe'],
    ['I checked whether it stands level. It is safe.', 'safe'],
    ['Is it safe? Yes, it is safe.', 'safe'],
    ['safe, right?', 'safe'],
    ['Unsafe. Do you want to know why?', 'unsafe'],
    ['Unsafe - would you like to know why?', 'unsafe'],
  ])('%s', (text, wanted) => {
    expect(classOf(text)).toBe(wanted);
  });

  it.each([
    ['The answer would be (B).', '(B)'],
    ['I cannot be certain, but (B)', '(B)'],
    ['It is not (B) but (A)', '(A)'],
  ])('as an option: %s', (text, wanted) => {
    expect(classOf(text, OPTION)).toBe(wanted);
  });
});

describe('a class that is denied', () => {
  it.each([
    'far from safe',
    'hardly safe',
    'unlikely to be safe',
    'It is not likely to be safe.',
    'It fails to be safe.',
    "This can't be safe",
    'anything but safe',
    'It is **not** safe.',
    'It is not **safe**.',
    'The man does not look safe',
  ])('%s', (text) => {
    expect(classOf(text)).toBe('class-not-in-set');
    expect(classOf(`${text}; unsafe`)).toBe('unsafe');
  });
});

describe('a class that nobody gives', () => {
  it.each([
    'Inspect the ladder in the image and decide whether it is safe.',
    'The user asks if the ladder is safe',
    'If it were new it would be safe.',
    'Without the crack it would be safe.',
    'It might be safe.',
    'I cannot say with what I have that it is safe',
    "I don't think it is safe.",
    'I doubt it is safe.',
    'I would need more data to call it safe.',
    'Nothing suggests that it is safe',
    'There is no evidence that it is safe',
    'Is it safe?',
    'Is the ladder safe to use?',
  ])('%s', (text) => {
    expect(classOf(text)).toBe('class-not-in-set');
    // Which of the two is meant is then open.
    expect(classOf(`${text}\nunsafe`)).toBe('several-classes');
    expect(classOf(`${text}\nsafe`)).toBe('safe');
  });

  it('may not be the other one that the same words name', () => {
    expect(classOf('safe or unsafe?')).toBe('several-classes');
    expect(classOf('I cannot say whether it is safe or unsafe')).toBe('several-classes');
  });
});

describe('a refusal', () => {
  const refusals = [
    "I'm sorry, but I cannot determine whether the ladder is safe.",
    "I am unable to see the image, so it is safe, I'd guess.",
    'Please provide the image so I can tell whether it is safe.',
    'I apologize, but I cannot analyze this image. It looks safe.',
  ];

  it.each(refusals)('names no class: %s', (text) => {
    expect(classOf(text)).toBe('class-not-in-set');
  });

  it('is no right answer, however often it says the right word', () => {
    const predictions = refusals.map((output, id) => ({ id, output, gold: 'safe' }));
    const card = scorePredictions({ predictions, task: { kind: 'classify', classes: ['safe', 'unsafe'] } });
    expect(card).toMatchObject({ kind: 'classify', overall: { ours: { count: 0, of: refusals.length } } });
  });

  it('may be the class, or follow one', () => {
    const task: ClassifyTask = { ...VERDICT, classes: ['safe', 'unsafe', 'unknown'] };
    expect(classOf('I cannot determine this, so it is unknown.', task)).toBe('unknown');
    expect(classOf('Unsafe. I cannot see the top in the image, though.')).toBe('unsafe');
  });
});

it('holds nothing when only special tokens were generated', () => {
  for (const text of ['<|im_end|>', '</s>', '<pad><pad>\n', '<｜end▁of▁sentence｜>', '\u200b'])
    expect(classOf(text)).toBe('empty');
  for (const text of ['<b>', '.', '[1]']) expect(classOf(text)).toBe('class-not-in-set');
});
