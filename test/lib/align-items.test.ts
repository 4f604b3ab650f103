import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignItems } from '../../src/lib/align-items.ts';

const few = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 30 });

test('what both have and what one has make up each list again, in stretches that alternate', () => {
  fc.assert(
    fc.property(few, few, (a, b) => {
      const parts = alignItems(a, b);
      const without = (kind: 'first-only' | 'second-only') =>
        parts.filter((part) => part.kind !== kind).flatMap((part) => part.items);
      expect(without('second-only')).toEqual(a);
      expect(without('first-only')).toEqual(b);
      for (const [index, part] of parts.entries()) {
        expect(part.items.length).toBeGreaterThan(0);
        expect(part.kind).not.toBe(parts[index + 1]?.kind);
      }
    }),
  );
});

test('one token put in front is one token gained, whatever follows', () => {
  const ids = Array.from({ length: 5000 }, (_, index) => index % 7);
  expect(alignItems(ids, [9, ...ids])).toEqual([
    { kind: 'second-only', items: [9] },
    { kind: 'same', items: ids },
  ]);
});

test('lists with little in common are shown whole', () => {
  const [a, b] = [Array.from({ length: 900 }, (_, i) => i), Array.from({ length: 900 }, (_, i) => -1 - i)];
  expect(alignItems(a, b).map(({ kind, items }) => [kind, items.length])).toEqual([
    ['first-only', 900],
    ['second-only', 900],
  ]);
});
