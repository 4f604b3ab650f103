import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/formats/json-value.ts';
import { fieldScores } from '../../src/scoring/field-scores.ts';
import { scoreRow } from '../../src/scoring/score-row.ts';
import type { Task } from '../../src/scoring/task.ts';

const one = (gold: JsonValue | undefined, answer: JsonValue | undefined, field = 'a') =>
  fieldScores([field], gold === undefined ? {} : { [field]: gold }, answer === undefined ? {} : { [field]: answer })[0];

describe('a field', () => {
  it('is equally empty as null, as nothing, without its key, and not when it is 0 or false', () => {
    const empty: (JsonValue | undefined)[] = [null, undefined, '', ' ', [], {}];
    for (const gold of empty)
      for (const answer of empty) expect(one(gold, answer)).toMatchObject({ outcome: 'TN', goldHasValue: false });
    for (const value of [0, false, 'x', [0], { b: null }]) {
      expect(one(value, value)).toMatchObject({ outcome: 'TP', goldHasValue: true });
      for (const nothing of empty) {
        expect(one(value, nothing)?.outcome).toBe('FN');
        expect(one(nothing, value)?.outcome).toBe('FA');
      }
    }
  });

  it.each<[string, JsonValue, JsonValue]>([
    ['the same letters composed otherwise', '김', '\u1100\u1175\u11b7'],
    ['outer white space', 'Han Bo', ' Han Bo\n'],
    ['a number and the text that spells it', 5, '5'],
    ['keys in another order', { a: 1, b: [2, null] }, { b: [2, null], a: 1 }],
  ])('is right but for %s', (_, gold, answer) => {
    expect(one(gold, answer)?.outcome).toBe('TP');
    expect(one(answer, gold)?.outcome).toBe('TP');
  });

  it.each<[string, JsonValue, JsonValue]>([
    ['case', 'Aspirin', 'aspirin'],
    ['punctuation', '12.5', '125'],
    ['the order of a list', ['a', 'b'], ['b', 'a']],
    ['a missing item', ['a', 'b'], ['a']],
    ['an object for a list', ['a'], { 0: 'a' }],
    ['a list for its only item', 'a', ['a']],
    ['a key of another name', { a: 1 }, { b: 1 }],
    ['a null inside', { a: 1, b: null }, { a: 1, b: 2 }],
  ])('is wrong for %s', (_, gold, answer) => {
    expect(one(gold, answer)?.outcome).toBe('FD');
    expect(one(answer, gold)?.outcome).toBe('FD');
  });

  it('of another JSON type says the same and still breaks a consumer', () => {
    expect(one(5, '5')?.typeDiffers).toBe(true);
    expect(one(['a'], { 0: 'a' })?.typeDiffers).toBe(true);
    expect([one(5, 6), one(5, null), one(null, '5')].map((score) => score?.typeDiffers)).toEqual([false, false, false]);
  });

  it('may lie inside others, and a key of its very name goes first', () => {
    const gold = { items: [{ price: '4' }], 'net.sum': '7', net: { sum: '8' } };
    const scores = (answer: JsonValue) =>
      fieldScores(['items[0].price', 'net.sum'], gold, answer).map(({ outcome }) => outcome);
    expect(scores({ items: [{ price: '4' }], 'net.sum': '7' })).toEqual(['TP', 'TP']);
    expect(scores({ items: [], net: { sum: '8' } })).toEqual(['FN', 'FD']);
  });
});

describe('a field with several right values', () => {
  const drug = ['acetaminophen', 'paracetamol', 500];
  const chosen = (gold: JsonValue, answer: JsonValue) =>
    scoreRow({ id: '1', output: JSON.stringify({ a: answer }), gold: { a: gold } }, { kind: 'extract', fields: ['a'] });
  const score = (gold: JsonValue, answer: JsonValue) => chosen(gold, answer).fields[0];

  it('is right with any of them, and measured by the nearest', () => {
    for (const answer of drug) expect(chosen({ $oneOf: drug }, answer).correctOurs).toBe(true);
    const edits = (answer: string) => score({ $oneOf: drug }, answer)?.measures?.characters;
    expect(edits('paracetamoI')).toEqual({ edits: 1, length: 11 });
    expect(edits('acetaminofen')).toEqual({ edits: 2, length: 13 });
    expect(score({ $oneOf: drug }, null)).toMatchObject({ outcome: 'FN', goldHasValue: true });
    expect(score({ $oneOf: drug }, [500])?.outcome).toBe('FD');
  });

  it('may lie deep inside a list or an object, or be one', () => {
    const items = [{ name: { $oneOf: ['Latte', 'Caffè Latte'] }, n: 1 }, { name: 'Tea' }];
    const given = (name: string): JsonValue => [{ name, n: 1 }, { name: 'Tea' }];
    for (const name of ['Latte', 'Caffè Latte']) expect(chosen(items, given(name)).correctOurs).toBe(true);
    expect(chosen(items, given('Mocha')).correctOurs).toBe(false);
    expect(chosen(items, [{ name: 'Latte', n: 1 }]).correctOurs).toBe(false);
    const doses = { $oneOf: [{ amount: '1', unit: 'g' }, null, { amount: '1000', unit: 'mg' }] };
    expect(score(doses, { unit: 'mg', amount: '1000' })?.outcome).toBe('TP');
    expect(score(doses, { unit: 'g', amount: '1000' })?.outcome).toBe('FD');
    // An object that is measured is measured by the one that it is most like.
    expect(chosen(doses, { unit: 'mg', amount: '100' }).document?.anlsStar).toBeCloseTo((1 + 3 / 4) / 2, 12);
  });

  it('may rightly be empty where one of them is', () => {
    expect(score({ $oneOf: ['oral', null] }, null)?.outcome).toBe('TN');
    expect(score({ $oneOf: ['oral', null] }, 'oral')?.outcome).toBe('TP');
    expect(score({ $oneOf: ['oral', null] }, 'nasal')?.outcome).toBe('FD');
  });

  it('is an ordinary object where there is more to it', () => {
    expect(score({ $oneOf: ['a'], b: 1 }, 'a')?.outcome).toBe('FD');
    expect(score({ $oneOf: [] }, 'a')?.outcome).toBe('FD');
  });
});

describe('the contract of a document', () => {
  const slip: Task = { kind: 'extract', fields: ['id', 'drug', 'note'], critical: ['id'] };
  const gold = { id: '7', drug: 'Aspirin' };
  const read = (output: string, target?: string) =>
    scoreRow({ id: '1', output, gold, ...(target === undefined ? {} : { target }) }, slip);

  it('is kept by an answer of which everything is right', () => {
    expect(read('{"id":"7","drug":"Aspirin"}')).toMatchObject({
      ...{ correctOurs: true, correctStrict: true, correctCritical: true, lostAt: null, foreignKeys: [] },
      contract: { missingKeys: [], extraKeys: [], wrongValues: [] },
    });
  });

  it('asks for the keys that the model was taught, by its target before its gold', () => {
    expect(read('{"id":"7"}').contract?.missingKeys).toEqual(['drug']);
    expect(read('{"id":"7"}', '{"id":"7","note":null}').contract?.missingKeys).toEqual(['note']);
    expect(read('{"id":"7"}').lostAt).toBe('keys');
    expect(read('[{"id":"7"}]').contract?.missingKeys).toEqual(['id', 'drug', 'note']);
  });

  it('asks for types, but not of integers that no double can hold', () => {
    expect(read('{"id":7,"drug":"Aspirin"}')).toMatchObject({
      ...{ correctOurs: true, lostAt: 'values', contract: { wrongValues: [{ path: 'id', keyword: 'type' }] } },
    });
    const long = '12345678901234567890';
    const row = { id: '1', output: `{"id":${long},"drug":5}`, gold: { id: long, drug: 'Aspirin' } };
    expect(scoreRow(row, slip).contract?.wrongValues).toEqual([]);
  });

  it('is apart from the critical fields, which may be right alone', () => {
    expect(read('{"id":"7","drug":"Asprin"}')).toMatchObject({
      correctOurs: false,
      correctCritical: true,
      lostAt: null,
    });
    expect(read('{"id":"8","drug":"Aspirin"}')).toMatchObject({ correctCritical: false, lostAt: 'right' });
  });

  it('is looked for past brackets in prose', () => {
    expect(read('As in [1]: {"id":"7","drug":"Aspirin"}')).toMatchObject({ rung: 'preamble', correctOurs: true });
  });
});
