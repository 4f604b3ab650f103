import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/formats/json-value.ts';
import { recordedVerdict } from '../../src/scoring/recorded-verdict.ts';
import type { Task } from '../../src/scoring/task.ts';

const ladder: Task = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'json', classPath: '[0].label' };

describe('what the evaluator recorded', () => {
  const output = '[{"label":"dangerous"}]';
  it.each<[JsonValue | undefined, string]>([
    ['safe', 'class'],
    ['SAFE', 'variant'],
    ['unsafe ', 'variant'],
    [null, 'failure'],
    ['', 'failure'],
    ['PARSE_FAIL', 'failure'],
    ['parse-error', 'failure'],
    ['None', 'failure'],
    ['N/A', 'failure'],
    [-1, 'failure'],
    ['???', 'failure'],
    ['dangerous', 'value'],
    [output, 'value'],
    [undefined, 'missing'],
    // An index of the class, or whether the answer was right: not which class it was.
    [1, 'missing'],
    [true, 'missing'],
    [[{ label: 'unsafe' }], 'class'],
    ['[{"label":"unsafe"}]', 'class'],
    [{ a: 1 }, 'value'],
  ])('%j is a %s', (prediction, kind) => {
    expect(recordedVerdict(prediction, ladder, output).kind).toBe(kind);
  });

  it('lets classes be numbers and truth values', () => {
    const task: Task = { kind: 'classify', classes: ['0', '1', 'true'], answer: 'text' };
    expect(recordedVerdict(1, task, '1')).toEqual({ kind: 'class', class: '1' });
    expect(recordedVerdict(true, task, 'true')).toEqual({ kind: 'class', class: 'true' });
  });

  it('lets a class be called like a failure word', () => {
    const task: Task = { kind: 'classify', classes: ['none', 'ERROR'], answer: 'text' };
    expect(recordedVerdict('ERROR', task, '')).toEqual({ kind: 'class', class: 'ERROR' });
    expect(recordedVerdict('None', task, '')).toEqual({ kind: 'variant', surface: 'None', class: 'none' });
  });

  it('knows a failure word that the answer happens to contain, and none in free text, where any word may be right', () => {
    expect(recordedVerdict('unknown', ladder, 'That is unknown.').kind).toBe('failure');
    expect(recordedVerdict('unknown', { kind: 'free' }, 'That is unknown.').kind).toBe('value');
  });
});
