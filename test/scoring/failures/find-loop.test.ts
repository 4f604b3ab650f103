import { describe, expect, it } from 'vitest';
import { classifyFailure } from '../../../src/scoring/failures/classify-failure.ts';
import { failureContext } from '../../../src/scoring/failures/failure-context.ts';
import type { Task } from '../../../src/scoring/task.ts';

const FREE: Task = { kind: 'free' };
const CLASS: Task = { kind: 'classify', classes: ['(A)', '(B)'], answer: 'text' };

const loops = (task: Task, output: string, finishReason?: string): boolean =>
  classifyFailure({ id: '1', output, finishReason }, failureContext({ task })).codes.includes('loop');

describe('in an open answer', () => {
  it.each([
    ['a stammer', `I think ${'no '.repeat(12)}`],
    ['a sentence', 'The ladder stands on level ground. '.repeat(4)],
    ['a sentence on lines of its own', 'The ladder stands on level ground.\n'.repeat(4)],
    ['a sentence without spaces', '我不知道这个问题的答案。'.repeat(4)],
    ['a short one', '我不知道。'.repeat(6)],
    ['JSON that was not asked for', '{"id":"0","label":"safe"},'.repeat(5)],
  ])('%s again and again is a loop', (_, output) => {
    expect(loops(FREE, output)).toBe(true);
  });

  it.each([
    ['rows of a table', '| n/a | none left |\n'.repeat(20)],
    ['cells of a row', `|${' no data |'.repeat(9)}`],
    ['zeros', `${'0, '.repeat(120)}0`],
    ['bytes', '0x00 '.repeat(100)],
    ['a carbon chain', `${'C'.repeat(40)}O`],
    ['a gene', `ATG${'CAG'.repeat(36)}`],
    ['entries of a list', '  - name: api\n    image: app:latest\n'.repeat(9)],
  ])('%s are none', (_, output) => {
    expect(loops(FREE, output)).toBe(false);
  });

  it('takes less for proof where the token limit was reached', () => {
    expect([8, 7].map((rows) => loops(FREE, '| n/a | none left |\n'.repeat(rows), 'length'))).toEqual([true, false]);
    expect([16, 15].map((zeros) => loops(FREE, '0, '.repeat(zeros), 'length'))).toEqual([true, false]);
  });
});

it('is a loop in a class what may be a molecule in an open answer', () => {
  expect(loops(FREE, `(A)${'C'.repeat(40)}`)).toBe(false);
  expect(loops(CLASS, `(A)${'C'.repeat(40)}`)).toBe(true);
});
