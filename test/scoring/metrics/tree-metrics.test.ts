import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/formats/json-value.ts';
import { documentMeasures } from '../../../src/scoring/document-measures.ts';
import { anlsStar } from '../../../src/scoring/metrics/anls-star.ts';
import { donutAccuracy } from '../../../src/scoring/metrics/donut-accuracy.ts';
import { donutFields } from '../../../src/scoring/metrics/donut-fields.ts';
import { donutTree } from '../../../src/scoring/metrics/donut-tree.ts';
import { type TreeNode, treeDistance } from '../../../src/scoring/metrics/tree-distance.ts';

const star = (gold: JsonValue, answer: JsonValue): number | undefined => anlsStar(gold, answer)?.lenient;
const accuracy = (gold: JsonValue, answer: JsonValue): number | null =>
  donutAccuracy(donutTree(gold), donutTree(answer));
const document = fc.letrec<{ value: JsonValue; item: { [key: string]: JsonValue } }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('', 'a', 'ab', 'xyz', null, 1, false),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('item'),
  ),
  item: fc.dictionary(fc.constantFrom('a', 'b', 'name', 'price'), tie('value'), { maxKeys: 3 }),
})).value;

describe('ANLS*', () => {
  it('leaves invented empty keys out, unlike the reference program', () => {
    expect(anlsStar({ a: 'x' }, { a: 'x', b: null })).toEqual({ lenient: 1, upstream: 0.5 });
    expect(anlsStar({ a: 'x' }, { a: 'x', b: 'y' })).toEqual({ lenient: 0.5, upstream: 0.5 });
  });

  it('accepts any of several gold values, and pairs lists in the best order', () => {
    expect(star({ drug: { $oneOf: ['acetaminophen', 'paracetamol'] } }, { drug: 'paracetamol' })).toBe(1);
    expect(star(['x', 'y'], 'y')).toBe(1);
    expect(star([], 'y')).toBe(0);
    expect(star([{ n: 'one' }, { n: 'two' }], [{ n: 'two' }, { n: 'one' }])).toBe(1);
    expect(star(['one', 'two'], ['two'])).toBe(0.5);
    // A list is another answer than its only item.
    expect(star({ drug: 'aspirin' }, { drug: ['aspirin'] })).toBe(0);
  });

  it('pairs what is the same to the letter first where pairings are equally good, as the reference program does', () => {
    expect(star([[{}], null], [[], 'ab'])).toBe(0.5);
    expect(star([[], { $oneOf: [null] }, ''], [{}, 1])).toBeCloseTo(1 / 3, 12);
  });

  it('is 1 for itself and unknown for documents too large or too deep', () => {
    fc.assert(fc.property(document, (value) => star(value, value) === 1));
    let deep: JsonValue = 'x';
    for (let level = 0; level < 20_000; level++) deep = [deep];
    expect(anlsStar(deep, 'x')).toBeNull();
    expect(
      anlsStar(
        Array.from({ length: 500 }, (_, n) => `a${n}`),
        Array.from({ length: 500 }, (_, n) => `b${n}`),
      ),
    ).toBeNull();
    expect(documentMeasures({ a: deep }, { a: 1 })).toEqual({
      anlsStar: null,
      anlsStarUpstream: null,
      donutAccuracy: null,
      donutFields: null,
    });
  });
});

describe('a whole document', () => {
  it('scores 0 where no answer could be read, also against an empty one, and what it holds where one could', () => {
    const none = { anlsStar: 0, anlsStarUpstream: 0, donutAccuracy: 0 };
    expect(documentMeasures({ a: 'x' }, undefined)).toEqual({ ...none, donutFields: { right: 0, wrong: 1 } });
    expect(documentMeasures({}, undefined)).toEqual({ ...none, donutFields: { right: 0, wrong: 0 } });
    expect(documentMeasures({}, {})).toMatchObject({ anlsStar: 1, anlsStarUpstream: 1 });
    expect(documentMeasures({ a: 'x', b: 'y' }, { a: 'x', c: null })).toEqual({
      ...{ anlsStar: 1 / 2, anlsStarUpstream: 1 / 3, donutAccuracy: 1 / 2, donutFields: { right: 1, wrong: 1 } },
    });
  });

  it('is unknown where either side is too large', () => {
    const large = { a: new Array<number>(30_000).fill(0) };
    for (const [gold, answer] of [
      [large, { a: 1 }],
      [{ a: 1 }, large],
    ] as const)
      expect(documentMeasures(gold, answer)).toMatchObject({ anlsStar: null, donutAccuracy: null, donutFields: null });
  });
});

describe("Donut's measures", () => {
  it('are those of the reference program where it is odd', () => {
    expect(accuracy({}, {})).toBe(0);
    expect(accuracy({ n: '0', zero: 0 }, { n: '0' })).toBe(1);
    expect(accuracy({ n: 'a' }, { n: 'a', note: 'a long invented sentence' })).toBe(0);
    expect(accuracy({ n: [1, 2] }, { n: ['1', '2'] })).toBe(1);
  });

  it('charge for the one item that differs between equal ones, and are unknown for documents too large', () => {
    expect(accuracy({ n: ['a', 'a', 'c'] }, { n: ['a', 'x', 'c'] })).toBe(3 / 4);
    expect(accuracy({ n: ['a', 'x', 'c'] }, { n: ['a', 'a', 'c'] })).toBe(3 / 4);
    const many = (letter: string): JsonValue => ({ n: Array.from({ length: 1_500 }, (_, at) => `${letter}${at}`) });
    expect(accuracy(many('a'), many('b'))).toBeNull();
  });

  it('take no shortcut that changes the distance', () => {
    const costs = {
      add: (node: TreeNode) => (node.leaf ? node.label.length : 1),
      change: (from: TreeNode, to: TreeNode) => {
        if (from.leaf && to.leaf) return plainDistance(from.label, to.label);
        if (from.leaf || to.leaf) return 1 + (from.leaf ? from : to).label.length;
        return from.label === to.label ? 0 : 1;
      },
    };
    fc.assert(
      fc.property(document, document, (gold, answer) => {
        const [wanted, given] = [donutTree(gold), donutTree(answer)];
        const whole = treeDistance({ ...wanted, children: [] }, wanted, costs);
        const expected = whole === 0 ? 0 : Math.max(0, 1 - treeDistance(given, wanted, costs) / whole);
        expect(donutAccuracy(wanted, given)).toBeCloseTo(expected, 12);
      }),
      { numRuns: 1_000 },
    );
  });

  it('pair leaves by path and text', () => {
    const fields = (gold: JsonValue, answer: JsonValue) => donutFields(donutTree(gold), donutTree(answer));
    expect(fields({ m: [{ n: 'a' }, { n: 'b' }] }, { m: [{ n: 'b' }, { n: 'c' }] })).toEqual({ right: 1, wrong: 2 });
    expect(fields({ a: { b: 'x' } }, { ab: 'x' })).toEqual({ right: 0, wrong: 2 });
    // An answer that says the right thing twice is right once.
    expect(fields({ n: ['a'] }, { n: ['a', 'a'] })).toEqual({ right: 1, wrong: 1 });
  });
});

function plainDistance(first: string, second: string): number {
  if (first === '' || second === '') return first.length + second.length;
  const rest = [first.slice(1), second.slice(1)] as const;
  if (first[0] === second[0]) return plainDistance(...rest);
  return 1 + Math.min(plainDistance(rest[0], second), plainDistance(first, rest[1]), plainDistance(...rest));
}
