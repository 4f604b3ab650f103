import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRepeats } from '../../src/scoring/near-duplicates.ts';
import { shinglesOf } from '../../src/scoring/shingles-of.ts';

const WORDS = ['door', 'wall', 'roof', 'yard', 'belt', 'rope', 'gate'];
const text = fc.array(fc.constantFrom(...WORDS), { minLength: 12, maxLength: 18 }).map((words) => words.join(' '));

function likeness(one: string, other: string): number {
  const [left, right] = [new Set(shinglesOf(one)), new Set(shinglesOf(other))];
  const shared = [...left].filter((shingle) => right.has(shingle)).length;
  return shared / (left.size + right.size - shared);
}

describe('the search for near texts', () => {
  it('finds what comparing every pair finds', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), fc.nat(WORDS.length - 1), (base, change) => {
        const changed = base.map((one) => `${WORDS[change]} ${one}`);
        const texts = [...new Set([...base, ...changed])];
        const found = new Map(
          findRepeats(texts, [])
            .within()
            .pairs.map(({ second, similarity }) => [second, similarity]),
        );
        for (const [at, one] of texts.entries()) {
          const best = Math.max(0, ...texts.slice(0, at).map((other) => likeness(one, other)));
          expect(found.get(at) ?? 0).toBeCloseTo(best >= 0.8 ? best : 0, 9);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('gives the same for one list twice as for two equal lists, but for the rows themselves', () => {
    const texts = Array.from({ length: 12 }, (_, at) => `${WORDS.map((word) => `${word} ${at}`).join(' ')} and more`);
    const { within, across } = findRepeats(texts, texts);
    expect(within().pairs).toEqual([]);
    expect(across().pairs.map(({ first, exact }) => [first, exact])).toEqual(texts.map((_, at) => [at, true]));
  });

  it('tells long texts apart that begin alike', () => {
    const long = 'one two three four five six seven '.repeat(4_000);
    expect(findRepeats([`${long}safe`], [`${long}unsafe`]).across().pairs).toMatchObject([{ exact: false }]);
  });
});
