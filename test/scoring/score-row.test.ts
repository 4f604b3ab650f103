import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/formats/json-value.ts';
import { recordedVerdict } from '../../src/scoring/recorded-verdict.ts';
import { scoreRow } from '../../src/scoring/score-row.ts';
import type { Task } from '../../src/scoring/task.ts';

const ladder: Task = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'json', classPath: '[0].label' };
const slip: Task = { kind: 'extract', fields: ['patient', 'drug', 'note'] };
const row = {
  id: '1',
  split: 'eval',
  output: '[{"label":"safe"}]',
  prediction: 'safe',
  gold: 'safe',
  target: '[{"label":"safe"}]',
};

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
});

describe('a classified row', () => {
  it('agrees everywhere when all is well', () => {
    expect(scoreRow(row, ladder)).toMatchObject({
      rung: 'strict',
      ourClass: 'safe',
      strictClass: 'safe',
      goldClass: 'safe',
      correctOurs: true,
      correctStrict: true,
      correctRecorded: true,
      exactTarget: true,
      prefixOfTarget: false,
      runsPastTarget: false,
    });
  });

  it('tells a fence that the evaluator turned into the other class', () => {
    const scored = scoreRow({ ...row, output: '```json\n[{"label":"safe"}]\n```', prediction: 'unsafe' }, ladder);
    expect(scored).toMatchObject({
      rung: 'fenced',
      correctOurs: true,
      correctStrict: false,
      correctRecorded: false,
      exactTarget: false,
    });
  });

  it('tells a cut answer from one that runs on', () => {
    expect(scoreRow({ ...row, output: '[{"lab', prediction: null }, ladder)).toMatchObject({
      rung: 'truncated',
      correctOurs: false,
      correctRecorded: false,
      prefixOfTarget: true,
      runsPastTarget: false,
    });
    expect(scoreRow({ ...row, output: `${row.target}${row.target}` }, ladder)).toMatchObject({
      rung: 'run-on',
      prefixOfTarget: false,
      runsPastTarget: true,
    });
  });

  it('counts a spelling as wrong for the evaluator, right for us, unless gold is spelled alike', () => {
    const output = '[{"label":"SAFE"}]';
    expect(scoreRow({ ...row, output, prediction: 'SAFE' }, ladder)).toMatchObject({
      correctOurs: true,
      correctStrict: false,
      correctRecorded: false,
    });
    expect(scoreRow({ ...row, output, prediction: 'SAFE', gold: 'SAFE' }, ladder)).toMatchObject({
      goldClass: 'safe',
      correctRecorded: true,
    });
  });

  it('judges nothing without gold', () => {
    expect(scoreRow({ ...row, gold: undefined, target: undefined, prediction: undefined }, ladder)).toMatchObject({
      goldClass: null,
      correctOurs: null,
      correctStrict: null,
      correctRecorded: null,
      exactTarget: null,
      recorded: { kind: 'missing' },
    });
  });
});

describe('an extracted row', () => {
  const gold = { patient: 'Han Bo', drug: 'Aspirin', note: null };
  const outcomes = (output: string): string[] =>
    scoreRow({ id: '1', split: 'eval', output, prediction: null, gold }, slip).fields.map(({ outcome }) => outcome);

  it('splits every field five ways', () => {
    expect(outcomes('{"patient":"Han Bo","drug":"Aspirin"}')).toEqual(['TP', 'TP', 'TN']);
    expect(outcomes('{"patient":"Han Bo","drug":"Asprin","note":""}')).toEqual(['TP', 'FD', 'TN']);
    expect(outcomes('{"patient":null,"note":"after meals"}')).toEqual(['FN', 'FN', 'FA']);
    expect(outcomes('{"patient":"Han B')).toEqual(['unparsed', 'unparsed', 'unparsed']);
  });

  it('counts a missing key apart from an empty one', () => {
    const missing = (output: string): boolean[] =>
      scoreRow({ id: '1', split: 'eval', output, gold }, slip).fields.map(({ keyMissing }) => keyMissing);
    expect(missing('{"patient":"x","drug":null}')).toEqual([false, false, true]);
  });

  it('is right but not strictly so where a key is written twice, of which parsers take one or the other', () => {
    const output = '{"patient":"Han Bo","drug":"Aspirin","drug":"Aspirin"}';
    expect(scoreRow({ id: '1', split: 'eval', output, gold }, slip)).toMatchObject({
      rung: 'duplicate-keys',
      correctOurs: true,
      correctStrict: false,
      lostAt: 'strict',
    });
  });

  it('never folds numbers: 12.5 mg is not 125 mg', () => {
    const read = scoreRow({ id: '1', split: 'eval', output: '{"drug":"125 mg"}', gold: { drug: '12.5 mg' } }, slip);
    expect(read.fields[1]).toMatchObject({ field: 'drug', outcome: 'FD' });
  });

  it('reports keys of another domain, but not those of the row itself', () => {
    const output = '{"patient":"Han Bo","drug":"Aspirin","total":"4.50"}';
    const base = { id: '1', split: 'eval', output, gold, prediction: { ...gold } };
    expect(scoreRow(base, slip)).toMatchObject({
      foreignKeys: ['total'],
      correctOurs: true,
      correctStrict: false,
      correctRecorded: true,
    });
    expect(scoreRow({ ...base, target: '{"total":"4.50"}' }, slip).foreignKeys).toEqual([]);
    expect(scoreRow({ ...base, gold: { item: 'Latte', total: '4.50' } }, slip)).toMatchObject({
      foreignKeys: [],
      correctOurs: false,
    });
  });

  it('keeps __proto__ a key like any other', () => {
    const read = scoreRow(
      { id: '1', split: 'eval', output: '{"__proto__":{"patient":"x"},"drug":"Aspirin"}', gold },
      slip,
    );
    expect(read.foreignKeys).toEqual(['__proto__']);
    expect(read.fields.map(({ outcome }) => outcome)).toEqual(['FN', 'TP', 'TN']);
  });

  it('survives values nested without end', () => {
    const deep = (): JsonValue => {
      let value: JsonValue = 'x';
      for (let level = 0; level < 20_000; level++) value = [value];
      return value;
    };
    const read = scoreRow(
      { id: '1', split: 'eval', output: '{}', prediction: { drug: deep() }, gold: { drug: deep() } },
      slip,
    );
    expect(read.correctRecorded).toBe(false);
  });
});

describe('a free row', () => {
  it('compares the text and nothing else', () => {
    expect(scoreRow({ id: '1', split: 'eval', output: ' yes \n', gold: 'yes' }, { kind: 'free' }).correctOurs).toBe(
      true,
    );
    expect(scoreRow({ id: '1', split: 'eval', output: 'yes!', gold: 'yes' }, { kind: 'free' }).correctOurs).toBe(false);
    expect(scoreRow({ id: '1', split: 'eval', output: 'yes' }, { kind: 'free' }).correctOurs).toBeNull();
  });
});
