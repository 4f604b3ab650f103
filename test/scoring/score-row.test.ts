import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/formats/json-value.ts';
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

  it('is lost where its schema, or without one its class path, is not kept', () => {
    const item = { type: 'object', properties: { label: { enum: ['safe', 'unsafe'] } }, additionalProperties: false };
    const strict: Task = { ...ladder, schema: { type: 'array', items: { ...item, required: ['label'] } } };
    const lost = (output: string, task: Task) => scoreRow({ ...row, output }, task).lostAt;
    expect([strict, ladder].map((task) => lost('[{"label":"safe"}]', task))).toEqual([null, null]);
    expect([strict, ladder].map((task) => lost('[{"label":"safe","why":"x"}]', task))).toEqual(['keys', null]);
    expect([strict, ladder].map((task) => lost('[{"name":"safe"}]', task))).toEqual(['keys', 'keys']);
    expect([strict, ladder].map((task) => lost('[{"label":"SAFE"}]', task))).toEqual(['values', 'values']);
    expect([strict, ladder].map((task) => lost('[{"label":"unsafe"}]', task))).toEqual(['right', 'right']);
    expect([strict, ladder].map((task) => lost('Sure: [{"label":"safe"}]', task))).toEqual(['strict', 'strict']);
  });

  it.each(['length', 'LENGTH', 'limit', 'max_tokens', 'max_new_tokens', 'max_output_tokens', 'model_length'])(
    'was cut when the server stopped it for %s, unless it was complete by then',
    (finishReason) => {
      const lost = (output: string) => scoreRow({ ...row, output, finishReason }, ladder).lostAt;
      expect(lost('[{"label":"safe"}] because')).toBe('not-cut');
      expect(lost('[{"label":"safe"}]')).toBeNull();
      expect(scoreRow({ ...row, output: '[{"label":"safe"}] because', finishReason: 'stop' }, ladder).lostAt).toBe(
        'strict',
      );
    },
  );

  it('as text is strict only when the class is written as it is, and stands alone', () => {
    const words: Task = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'text' };
    const lost = (output: string) => scoreRow({ ...row, output }, words).lostAt;
    expect(['safe', 'Safe', '<think>hm</think>safe', 'It is safe'].map(lost)).toEqual([
      null,
      'strict',
      'strict',
      'strict',
    ]);
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
    // Gold is not read as generously as an answer.
    expect(scoreRow({ ...row, gold: 'I would say [{"label":"safe"}]' }, ladder).goldClass).toBeNull();
    expect(scoreRow({ ...row, gold: '[{"label":"safe"}]' }, ladder).goldClass).toBe('safe');
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
  it('is lost where nothing was written, and never for its form', () => {
    const free = (output: string, gold?: string) =>
      scoreRow({ id: '1', output, prediction: 'yes', ...(gold === undefined ? {} : { gold }) }, { kind: 'free' });
    expect(free(' \n', 'yes')).toMatchObject({ rung: 'empty', lostAt: 'not-empty', correctOurs: false });
    expect(free('{"broken', 'yes')).toMatchObject({ rung: 'strict', lostAt: 'right', correctRecorded: true });
    expect(free('yes')).toMatchObject({ lostAt: null, correctOurs: null, correctRecorded: null, similarity: null });
  });

  it('compares the text and nothing else', () => {
    expect(scoreRow({ id: '1', split: 'eval', output: ' yes \n', gold: 'yes' }, { kind: 'free' }).correctOurs).toBe(
      true,
    );
    expect(scoreRow({ id: '1', split: 'eval', output: 'yes!', gold: 'yes' }, { kind: 'free' }).correctOurs).toBe(false);
    expect(scoreRow({ id: '1', split: 'eval', output: 'yes' }, { kind: 'free' }).correctOurs).toBeNull();
  });
});
