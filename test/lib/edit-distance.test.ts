import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codePointLength } from '../../src/lib/code-point-length.ts';
import { editDistance } from '../../src/lib/edit-distance.ts';
import { sequenceDistance } from '../../src/lib/sequence-distance.ts';

/** The textbook table. */
function table(first: readonly string[], second: readonly string[]): number {
  let above = second.map((_, index) => index + 1);
  for (const [row, symbol] of first.entries()) {
    let diagonal = row;
    let left = row + 1;
    above = second.map((other, column) => {
      const cost = Math.min(left + 1, (above[column] ?? 0) + 1, diagonal + (symbol === other ? 0 : 1));
      diagonal = above[column] ?? 0;
      left = cost;
      return cost;
    });
  }
  return above.at(-1) ?? first.length;
}

const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '서', '😀', '🧪', '\ud83d', '\udca9'), maxLength: 80 });

describe('edit distance', () => {
  it('counts code points, as Python does, whatever the text holds', () => {
    expect(editDistance('😀', '')).toBe(1);
    expect(editDistance('😀', '😁')).toBe(1);
    expect(editDistance('a😀b', 'ab')).toBe(1);
    fc.assert(
      fc.property(text, text, (first, second) => {
        expect(editDistance(first, second)).toBe(table(Array.from(first), Array.from(second)));
        expect(codePointLength(first)).toBe(Array.from(first).length);
      }),
      { numRuns: 1_000 },
    );
  });

  it('compares any symbols, also more of them than a string has units', () => {
    const words = fc.array(fc.constantFrom('dose', 'dosis', 'x', '', '😀'), { maxLength: 40 });
    fc.assert(
      fc.property(words, words, (first, second) => {
        expect(sequenceDistance(first, second)).toBe(table(first, second));
      }),
    );
    const many = Array.from({ length: 80_000 }, (_, index) => `w${index}`);
    expect(sequenceDistance(many, ['w7', 'w9', 'other'])).toBe(79_998);
  });

  it('compares long texts that are nearly the same, and gives up on long ones that are not', () => {
    const long = 'abcdefghij'.repeat(100_000);
    expect(editDistance(`${long}x`, `${long}yz`)).toBe(2);
    expect(editDistance(`😀${long}`, `😁${long}`)).toBe(1);
    expect(editDistance(`${long}😀`, `${long}🤀`)).toBe(1);
    expect(editDistance(`a${long}`, `${'z'.repeat(1_000_000)}`)).toBeNull();
  });
});
