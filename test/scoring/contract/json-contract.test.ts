import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/formats/json-value.ts';
import { contractCheck } from '../../../src/scoring/contract/contract-check.ts';
import type { ContractVerdict } from '../../../src/scoring/contract/contract-verdict.ts';
import { isQuickPattern } from '../../../src/scoring/contract/is-quick-pattern.ts';
import { jsonContract } from '../../../src/scoring/contract/json-contract.ts';

const slip = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['patient', 'drugs'],
  additionalProperties: false,
  properties: {
    patient: { $ref: '#/$defs/person' },
    drugs: { type: 'array', items: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } } },
    route: { enum: ['oral', 'iv'] },
    note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
  },
  $defs: { person: { type: 'object', required: ['id'], properties: { id: { type: 'string', pattern: '^\\d{5}$' } } } },
};

function verdict(schema: unknown, answer: JsonValue): ContractVerdict | null {
  const contract = jsonContract(schema);
  if (!contract.ok) throw new Error(contract.problem.reason);
  return contract.value.check(answer);
}

describe('a contract', () => {
  it('is kept by an answer that keeps it', () => {
    const answer = { patient: { id: '12345' }, drugs: [{ name: 'Aspirin' }], route: 'oral', note: null };
    expect(verdict(slip, answer)).toEqual({ missingKeys: [], extraKeys: [], wrongValues: [] });
  });

  it('tells missing keys, extra keys and wrong values apart, at any depth', () => {
    const answer = { patient: { id: 'x' }, drugs: [{ name: 'Aspirin' }, { nmae: 'x' }], route: 'nose', total: 1 };
    expect(verdict(slip, answer)).toEqual({
      missingKeys: ['drugs.1.name'],
      extraKeys: ['total'],
      wrongValues: [
        { path: 'patient.id', keyword: 'pattern' },
        { path: 'route', keyword: 'enum' },
      ],
    });
    expect(verdict(slip, { drugs: {} })).toMatchObject({
      missingKeys: ['patient'],
      wrongValues: [{ path: 'drugs', keyword: 'type' }],
    });
  });

  it('names the alternative that fails, not what every alternative wanted', () => {
    const answer = { patient: { id: '12345' }, drugs: [], note: 5 };
    expect(verdict(slip, answer)?.wrongValues).toEqual([{ path: 'note', keyword: 'anyOf' }]);
  });

  it('counts a key that an open schema does not declare', () => {
    const open = { properties: { a: { type: 'string' } } };
    expect(verdict(open, { a: 'x', b: 1 })?.extraKeys).toEqual(['b']);
    expect(verdict({ ...open, additionalProperties: true }, { a: 'x', b: 1 })?.extraKeys).toEqual([]);
  });

  it('lists the first twenty keys of each kind', () => {
    const names = Array.from({ length: 30 }, (_, at) => `k${at}`);
    const schema = { required: names, properties: {}, type: 'object' };
    expect(verdict(schema, {})?.missingKeys).toEqual(names.slice(0, 20));
    const invented = Object.fromEntries(names.map((name) => [`x${name}`, 1]));
    expect(verdict({ properties: {} }, invented)?.extraKeys).toHaveLength(20);
  });

  it('holds numbers, formats and values of any JSON type to the schema', () => {
    const dose = {
      type: 'object',
      properties: { mg: { type: 'number', minimum: 5 }, on: { type: 'string', format: 'date' } },
    };
    expect(verdict(dose, { mg: 5, on: '2026-07-11' })?.wrongValues).toEqual([]);
    expect(verdict(dose, { mg: 4, on: 'today' })?.wrongValues).toEqual([
      { path: 'mg', keyword: 'minimum' },
      { path: 'on', keyword: 'format' },
    ]);
    expect(verdict(dose, null)).toMatchObject({ extraKeys: [], wrongValues: [{ path: '', keyword: 'type' }] });
  });

  it('follows references to anchors', () => {
    const schema = {
      properties: { code: { $ref: '#code' } },
      $defs: {
        other: { $anchor: 'other', type: 'number' },
        code: { $anchor: 'code', type: 'string' },
        last: { $anchor: 'last' },
      },
    };
    expect(verdict(schema, { code: 'J18' })?.wrongValues).toEqual([]);
    expect(verdict(schema, { code: 18 })?.wrongValues).toEqual([{ path: 'code', keyword: 'type' }]);
  });

  it('keeps __proto__ and slashes ordinary keys', () => {
    const schema = {
      required: ['__proto__', 'a/b'],
      properties: JSON.parse('{"__proto__":{},"a/b":{"type":"string"}}'),
    };
    expect(verdict(schema, JSON.parse('{"__proto__":1,"a/b":2}'))).toEqual({
      missingKeys: [],
      extraKeys: [],
      wrongValues: [{ path: 'a/b', keyword: 'type' }],
    });
    expect(verdict(schema, {})?.missingKeys).toEqual(['__proto__', 'a/b']);
  });
});

describe('the JSON of an answer', () => {
  const slipOf = (output: string) => contractCheck(output, { properties: { id: { type: 'integer' } } }, 'object');

  it('is held to the contract whatever stands around it', () => {
    expect(slipOf('Here: {"id": "7"}')?.wrongValues).toEqual([{ path: 'id', keyword: 'type' }]);
    expect(slipOf('Here: {"id": 7}. Done.')?.wrongValues).toEqual([]);
  });

  it('may hold integers that no double can', () => {
    expect(slipOf('So {"id": 12345678901234567890}!')?.wrongValues).toEqual([]);
  });

  it('says nothing where there is none, or no schema', () => {
    expect(slipOf('no idea')).toBeNull();
    expect(contractCheck('{}', { type: 'text' }, 'object')).toBeNull();
  });
});

describe('a schema that is not one', () => {
  const deep = (levels: number): unknown => (levels === 0 ? {} : { not: deep(levels - 1) });
  const doubling = Object.fromEntries(
    Array.from({ length: 40 }, (_, level) => [
      `d${level}`,
      { allOf: [{ $ref: `#/$defs/d${level + 1}` }, { $ref: `#/$defs/d${level + 1}` }] },
    ]),
  );
  it.each<[string, unknown, RegExp]>([
    ['a text', 'schema', /object/],
    ['a list', [], /object/],
    ['just true', true, /object/],
    ['an unknown type', { type: 'text' }, /type/],
    ['a list of properties', { properties: ['a'] }, /object of schemas/],
    ['required keys that are no texts', { required: 'a' }, /required/],
    ['a limit that is no number', { minimum: '5' }, /minimum/],
    ['null for a schema', { items: null }, /object/],
    ['an empty reference', { $ref: '#/$defs/none' }, /nowhere/],
    ['a reference to data', { $ref: '#/required', required: ['a'] }, /nowhere/],
    ['a reference that is no address', { $ref: '#/%zz' }, /nowhere/],
    ['another document', { properties: { a: { $ref: 'https://example.com/schema.json' } } }, /nothing is fetched/],
    ['a file', { $ref: 'file:///etc/passwd' }, /nothing is fetched/],
    ['a dynamic reference', { $dynamicRef: '#node' }, /not supported/],
    ['itself', { $ref: '#' }, /without end/],
    ['a circle', { $ref: '#/$defs/a', $defs: { a: { allOf: [{ $ref: '#' }] } } }, /without end/],
    ...['allOf', 'anyOf', 'oneOf'].map((word): [string, unknown, RegExp] => [
      word,
      { [word]: [{ $ref: '#' }] },
      /without end/,
    ]),
    ...['not', 'if', 'then', 'else'].map((word): [string, unknown, RegExp] => [
      word,
      { [word]: { $ref: '#' } },
      /without end/,
    ]),
    ['what depends on a key', { dependentSchemas: { a: { $ref: '#' } } }, /without end/],
    ['a bad pattern', { pattern: '(' }, /regular expression/],
    ['too deep', deep(1_000), /deeper/],
    [
      'too many parts',
      { properties: Object.fromEntries(Array.from({ length: 20_000 }, (_, key) => [key, {}])) },
      /parts/,
    ],
    ['too many values', { allOf: [{ enum: Array.from({ length: 20_000 }, (_, value) => value) }, {}] }, /parts/],
    ['doubling references', { $ref: '#/$defs/d0', $defs: { ...doubling, d40: {} } }, /too many/],
  ])('is refused with a reason: %s', (_, schema, reason) => {
    const contract = jsonContract(schema);
    expect(contract.ok).toBe(false);
    expect(contract.ok ? '' : contract.problem.reason).toMatch(reason);
  });

  it('leaves out a pattern that may never end, and says so', () => {
    const contract = jsonContract({ properties: { a: { pattern: '^(a+)+$' } } });
    if (!contract.ok) throw new Error('refused');
    expect(contract.value.unchecked).toEqual(['#/properties/a/pattern']);
    expect(contract.value.check({ a: `${'a'.repeat(100)}b` })?.wrongValues).toEqual([]);
    const other = jsonContract({ pattern: '^a$', allOf: [{ pattern: '^b$' }, { pattern: '(b+)+' }] });
    expect(other.ok && other.value.unchecked).toEqual(['#/allOf/1/pattern']);
  });

  it.each([
    ['^\\d{5}$', true],
    ['^\\d+(?:\\.\\d+)?\\s*mg$', true],
    ['[+*(|]+', true],
    ['^(?:a|b)$', true],
    ['(a+)+', false],
    ['((a+)(b?))+$', false],
    ['^(?:a|a)*$', false],
    ['^(a)\\1$', false],
    ['^a*a*a*a*b$', false],
    ['^a*a*a*$', true],
    ['a*a*a*', false],
    ['^a{10,}a{10,}a{10,}a{10,}$', false],
    ['^[a][*][*][*][*][*]$', true],
    ['^(a{1,9}){1,99}$', false],
    ['a'.repeat(501), false],
  ])('knows whether the pattern %s surely ends soon', (pattern, quick) => {
    expect(isQuickPattern(pattern)).toBe(quick);
  });

  it('is unknown of answers too large or too deep to check in bounded time', () => {
    const tree = {
      $ref: '#/$defs/node',
      $defs: { node: { properties: { a: { allOf: [{ $ref: '#/$defs/node' }, { $ref: '#/$defs/node' }] } } } },
    };
    const nested = (levels: number): JsonValue => (levels === 0 ? 1 : { a: nested(levels - 1) });
    expect(verdict(tree, nested(3))?.wrongValues).toEqual([]);
    // Each level doubles the work, so twelve levels would look at one value four thousand times.
    expect(verdict(tree, nested(12))).toBeNull();
    const inList = (levels: number): JsonValue => (levels === 0 ? 1 : [inList(levels - 1)]);
    for (const [keyword, answer] of [
      ['additionalProperties', nested],
      ['items', inList],
      ['contains', inList],
    ] as const) {
      const twice = { allOf: [{ [keyword]: { $ref: '#' } }, { [keyword]: { $ref: '#' } }] };
      expect(verdict(twice, answer(3))?.wrongValues).toEqual([]);
      expect(verdict(twice, answer(12))).toBeNull();
    }
    expect(verdict({ type: 'array' }, new Array<number>(100_000).fill(0))).toBeNull();
    expect(verdict({ properties: { a: { pattern: '^a*$' } } }, { a: 'a'.repeat(2_000) })).toBeNull();
    expect(verdict({ properties: { a: {} } }, { '\ud800': 1 })?.extraKeys).toEqual(['\ud800']);
  });
});
