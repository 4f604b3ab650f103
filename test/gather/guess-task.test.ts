import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/formats/json-value.ts';
import { guessTask } from '../../src/gather/guess-task.ts';
import type { Task } from '../../src/scoring/task.ts';

function guessed(golds: readonly JsonValue[]): Task {
  const guess = guessTask();
  for (const gold of golds) guess.add({ gold });
  return guess.result();
}

describe('the task that golds show', () => {
  it('is classification where they are a few words, or a few numbers, again and again', () => {
    const words = Array.from({ length: 30 }, (_, row) => (row % 3 === 0 ? 'safe' : 'unsafe'));
    expect(guessed(words)).toMatchObject({ kind: 'classify', classes: ['safe', 'unsafe'] });
    const numbers = Array.from({ length: 30 }, (_, row) => row % 3);
    expect(guessed(numbers)).toMatchObject({ kind: 'classify', classes: ['0', '1', '2'] });
  });

  it('is free text where every number is another', () => {
    expect(guessed(Array.from({ length: 30 }, (_, row) => row * 7))).toEqual({ kind: 'free' });
  });

  it('has the fields of the documents, also where a row accepts several of them', () => {
    const document = (row: number): JsonValue => ({ drug: `drug ${row}`, dose: `${row} mg` });
    const golds = Array.from({ length: 12 }, (_, row) =>
      row % 2 === 0 ? document(row) : { $oneOf: [document(row), document(row + 1)] },
    );
    expect(guessed(golds)).toEqual({ kind: 'extract', fields: ['drug', 'dose'] });
  });
});
