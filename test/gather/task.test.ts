import { describe, expect, it } from 'vitest';
import { found } from '../../src/evidence/gathered.ts';
import type { JsonValue } from '../../src/formats/json.ts';
import { gatherTask } from '../../src/gather/task.ts';
import { gatheredValue } from '../support/gathered-value.ts';

function guessed(golds: readonly JsonValue[]) {
  const rows = golds.map((gold, at) => ({ id: `${at}`, line: at + 1, output: '', outputCut: false, gold }));
  return gatheredValue(gatherTask(undefined, found({ path: 'p', rows, total: rows.length, damage: [] }, 'p')));
}

const twenty = <T>(make: (at: number) => T): T[] => Array.from({ length: 20 }, (_, at) => make(at));

describe('a task that no lockstep.yaml names', () => {
  it('is a classification when few short golds repeat', () => {
    expect(guessed(twenty((at) => (at % 2 ? 'no' : 'yes')))).toEqual({
      kind: 'classify',
      classes: ['no', 'yes'],
      answer: 'text',
    });
  });

  it('has each class once, however its golds are spelled', () => {
    const spelled = ['safe', 'unsafe', 'Safe', 'unsafe', 'safe', 'Unsafe.'];
    expect(guessed(twenty((at) => spelled[at % 6] ?? ''))).toMatchObject({ classes: ['safe', 'unsafe'] });
    const marks = ['1', '-1'];
    expect(guessed(twenty((at) => marks[at % 2] ?? ''))).toMatchObject({ classes: ['-1', '1'] });
  });

  it('is an extraction when every gold is an object of the same fields', () => {
    expect(guessed(twenty((at) => ({ name: `n${at}`, age: at })))).toEqual({
      kind: 'extract',
      fields: ['name', 'age'],
    });
  });

  it.each([
    ['golds that differ', twenty((at) => `answer ${at}`)],
    ['golds that are all one', twenty(() => 'yes')],
    ['long golds', twenty((at) => `${at % 2}`.repeat(60))],
    ['too few rows', ['a', 'b', 'a', 'b']],
    ['objects of different fields', twenty((at) => (at ? { a: 1 } : { b: 1 }))],
    ['some rows without a gold', twenty((at) => (at ? 'yes' : null))],
    ['no rows', []],
  ])('is free with %s', (_, golds) => {
    expect(guessed(golds)).toEqual({ kind: 'free' });
  });
});
