import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignment } from '../../src/lib/assignment.ts';

/** Best sum by trying everything. */
function best(score: readonly (readonly number[])[], row = 0, used: readonly number[] = []): number {
  const line = score[row];
  if (line === undefined) return 0;
  const spare = score.length - row > line.length - used.length;
  const skipped = spare ? best(score, row + 1, used) : Number.NEGATIVE_INFINITY;
  return line.reduce(
    (most, value, column) =>
      used.includes(column) ? most : Math.max(most, value + best(score, row + 1, [...used, column])),
    skipped,
  );
}

describe('assignment', () => {
  it('finds the best sum that trying everything finds, each row and column once', () => {
    const matrix = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) =>
      fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    );
    fc.assert(
      fc.property(matrix, (score) => {
        const pairs = assignment(score);
        expect(pairs).toHaveLength(Math.min(score.length, score[0]?.length ?? 0));
        expect(new Set(pairs.map(([row]) => row)).size).toBe(pairs.length);
        expect(new Set(pairs.map(([, column]) => column)).size).toBe(pairs.length);
        expect(pairs.reduce((sum, [row, column]) => sum + (score[row]?.[column] ?? 0), 0)).toBe(best(score));
      }),
    );
  });

  it('has nothing to pair in an empty table', () => {
    expect(assignment([])).toEqual([]);
    expect(assignment([[], []])).toEqual([]);
  });
});
