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

describe('with a counter in each turn', () => {
  const counted = (turns: number, turn: (at: number) => string): string =>
    Array.from({ length: turns }, (_, at) => turn(at + 1)).join('');
  const item = (at: number): string => `${at}. The ladder stands on level ground.\n`;

  it.each([
    ['one sentence, numbered on and on', counted(32, item)],
    ['cut in the middle of a turn', counted(40, item).slice(0, -20)],
    [
      'after a sane beginning',
      `Here is what I see. ${counted(32, (at) => `Step ${at} is to look at the next rung. `)}`,
    ],
    ['without spaces', counted(32, (at) => `第${at}步检查梯子`)],
  ])('%s is a loop', (_, output) => {
    expect(loops(FREE, output)).toBe(true);
  });

  it.each([
    [
      'a list that says something',
      counted(60, (at) => `${at}. The ladder in hall ${'abcdefgh'.charAt(at % 8)} stands well.\n`),
    ],
    ['each day of a month', counted(31, (at) => `Day ${at}: rest and drink some water\n`)],
    ['a log', counted(60, (at) => `10:${String(at).padStart(2, '0')}:07 the service is up and running\n`)],
    ['rows of data', counted(60, (at) => `${at},${(at * 37) % 90},north of the old river\n`)],
    ['coordinates', counted(60, (at) => `(${at}, ${at * at}), `)],
    ['serial numbers', counted(90, (at) => `${at}, `)],
    ['rows with a state', counted(90, (at) => `${at},pending\n`)],
    ['values that are measured', counted(60, (at) => `The gauge now reads ${(at * at) % 97} bar.\n`)],
    ['JSON', JSON.stringify(Array.from({ length: 90 }, (_, id) => ({ id, note: 'no defect was found here' })))],
  ])('%s is none', (_, output) => {
    expect(loops(FREE, output)).toBe(false);
    expect(loops({ kind: 'extract', fields: ['id'] }, output)).toBe(false);
  });

  it('takes less for proof where the token limit was reached, but no rows of data', () => {
    expect([16, 15].map((turns) => loops(FREE, counted(turns, item), 'length'))).toEqual([true, false]);
    const words = (turns: number): string => counted(turns, (at) => `foo${at}`);
    expect([32, 31].map((turns) => loops(FREE, words(turns), 'length'))).toEqual([true, false]);
    expect(loops(FREE, words(60))).toBe(false);
    expect(loops({ kind: 'extract', fields: ['a'] }, `{"a":"${words(32)}`)).toBe(true);
    for (const row of [(at: number) => `${at},pending\n`, (at: number) => `{"id":${at},"state":"ok"},`])
      expect(loops(FREE, counted(60, row), 'length')).toBe(false);
  });
});

it('is a loop in a class what may be a molecule in an open answer', () => {
  expect(loops(FREE, `(A)${'C'.repeat(40)}`)).toBe(false);
  expect(loops(CLASS, `(A)${'C'.repeat(40)}`)).toBe(true);
});
