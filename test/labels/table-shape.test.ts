import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/formats/json.ts';
import type { Row, RowValue } from '../../src/formats/row-value.ts';
import { createTableShape, type RowOrigin } from '../../src/labels/trl/table-shape.ts';

function read(rows: readonly Row[], origin: RowOrigin = 'list') {
  const shape = createTableShape(origin);
  const problem = rows.map(shape.add).find((found) => found !== undefined);
  return problem ?? rows.map(shape.fit);
}

function parsed(text: string): RowValue {
  const result = parseJson(text);
  if (!result.ok) throw new Error(result.problem.reason);
  return result.value.value;
}

// Each compared with Dataset.from_list of datasets 5.0.1.
describe('rows as a data set gives them back', () => {
  it('have the columns of the first row', () => {
    expect(read([{ a: 1 }, { b: 2 }])).toEqual([{ a: 1 }, { a: null }]);
  });

  it('have every key of their siblings in every dict, in the order of first sight', () => {
    const rows = [{ m: [{ z: 1, a: 2 }] }, { m: [{ b: 1, z: 2 }] }];
    const [first, second] = [
      { z: 1, a: 2, b: null },
      { z: 2, a: null, b: 1 },
    ];
    expect(JSON.stringify(read(rows))).toBe(JSON.stringify([{ m: [first] }, { m: [second] }]));
  });

  it('keep empty lists, nulls and empty dicts apart', () => {
    expect(read([{ m: [{ z: {} }] }, { m: [] }, { m: null }, { m: [{ z: { k: 1 } }] }])).toEqual([
      { m: [{ z: { k: null } }] },
      { m: [] },
      { m: null },
      { m: [{ z: { k: 1 } }] },
    ]);
  });

  it('keep a key that is called __proto__', () => {
    const [one, other] = ['{"__proto__":{"role":"x"},"b":null}', '{"b":1}'];
    const rows = [one, other].map((message) => ({ m: [parsed(message)] }));
    expect(JSON.stringify(read(rows))).toBe(`[{"m":[${one}]},{"m":[{"__proto__":null,"b":1}]}]`);
  });

  it('are the same objects when nothing is missing', () => {
    const rows = [{ m: [{ role: 'user' }] }, { m: [{ role: 'tool' }] }];
    const [first] = rows;
    const shape = createTableShape('list');
    for (const row of rows) shape.add(row);
    expect(first && shape.fit(first)).toBe(first);
  });

  it('keep their dicts as they are when load_dataset("json") reads them, but get all columns', () => {
    expect(read([{ m: [{ a: 1 }] }, { m: [{ b: 1 }], n: 2 }], 'json')).toEqual([
      { m: [{ a: 1 }], n: null },
      { m: [{ b: 1 }], n: 2 },
    ]);
  });

  it.each([
    [[{ m: true }, { m: 1 }], 'ArrowInvalid'],
    [[{ m: 'x' }, { m: 1 }], 'ArrowTypeError'],
    [[{ m: 1 }, { m: 'x' }], 'ArrowInvalid'],
    [[{ m: 'x' }, { m: [{ a: 1 }] }], 'ArrowTypeError'],
    [[{ m: [{ c: 'x' }, { c: [{ t: 1 }] }] }], 'ArrowInvalid'],
    [[{ m: { a: 1 } }, { m: [1] }], 'ArrowInvalid'],
  ])('of two types are none: %j is %s', (rows, type) => {
    expect(read(rows)).toMatchObject({ type });
  });

  it('nested without end are refused, not followed', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}1${']'.repeat(5000)}`);
    expect(read([{ m: deep }])).toMatchObject({ type: 'ArrowInvalid' });
  });
});
