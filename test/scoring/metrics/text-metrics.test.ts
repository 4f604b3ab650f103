import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anls } from '../../../src/scoring/metrics/anls.ts';
import { characterEdits } from '../../../src/scoring/metrics/character-edits.ts';
import { digitConfusions } from '../../../src/scoring/metrics/digit-confusions.ts';
import { textSimilarity } from '../../../src/scoring/metrics/text-similarity.ts';
import { wordEdits } from '../../../src/scoring/metrics/word-edits.ts';

const long = 'x'.repeat(200_000);
const other = 'y'.repeat(200_000);

describe('ANLS', () => {
  it('differs between script and paper where the spec says so', () => {
    expect(anls('ab', 'ax')).toEqual({ official: 0.5, paper: 0, leaf: 0.5 });
    // Doubled spaces count in the divisor of the script only.
    expect(anls('john  doe', 'john dos')).toEqual({ official: 1 - 1 / 9, paper: 1 - 1 / 8, leaf: 1 - 1 / 8 });
    expect(anls('', '')).toEqual({ official: 1, paper: 1, leaf: 1 });
  });

  it('is soft on ids, which is why it judges none', () => {
    expect(anls('12345', '12348')?.official).toBeCloseTo(0.8);
  });

  it('is 1 for itself, symmetric, and never outside of 0 to 1', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (first, second) => {
        expect(anls(first, first)?.paper).toBe(1);
        expect(anls(first, second)).toEqual(anls(second, first));
        expect(anls(first, second)?.official).toBeGreaterThanOrEqual(0);
        expect(anls(first, second)?.official).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is 0 for a megabyte against a word, and unknown for two texts that are both too long', () => {
    expect(anls('dose '.repeat(200_000), 'dose')).toEqual({ official: 0, paper: 0, leaf: 0 });
    expect(anls(long, other)).toBeNull();
  });
});

describe('error rates', () => {
  it('count edits per character and word, above 1 when far too much was written', () => {
    expect(characterEdits('a', 'bbbb')).toEqual({ edits: 4, length: 1 });
    expect(wordEdits('take one', 'take  one ')).toEqual({ edits: 0, length: 2 });
    expect(characterEdits(' \u001f', 'x')).toBe('empty-gold');
    expect(wordEdits('', '')).toBe('empty-gold');
    expect(characterEdits(long, other)).toBe('too-long');
    const words = (letter: string): string => Array.from({ length: 20_000 }, (_, at) => `${letter}${at}`).join(' ');
    expect(wordEdits(words('a'), words('b'))).toBe('too-long');
  });

  it('strips hostile white space in linear time', () => {
    expect(characterEdits('a', `${' '.repeat(500_000)}b${' '.repeat(500_000)}`)).toEqual({ edits: 1, length: 1 });
  });
});

describe('similarity', () => {
  it('is 1 for equal texts, 0 for texts without anything in common, unknown for two that are too long', () => {
    expect([textSimilarity(' yes\n', 'yes'), textSimilarity('yes', ' yes\n')]).toEqual([1, 1]);
    expect([textSimilarity('yes!', 'ye'), textSimilarity('ye', 'yes!')]).toEqual([0.5, 0.5]);
    expect(textSimilarity('', '')).toBe(1);
    expect(textSimilarity('abc', 'xyz')).toBe(0);
    expect(textSimilarity('한국', '한글')).toBe(0.5);
    expect(textSimilarity(long, other)).toBeNull();
  });
});

describe('digit confusions', () => {
  it('pair digits only where nothing else differs', () => {
    expect(digitConfusions('12345', '12848')).toEqual([
      { gold: '3', answer: '8' },
      { gold: '5', answer: '8' },
    ]);
    expect(digitConfusions('id-17 B', 'id-11 B')).toEqual([{ gold: '7', answer: '1' }]);
    expect(digitConfusions('１２', '13')).toEqual([{ gold: '2', answer: '3' }]);
    expect(digitConfusions(' 12', '13\n')).toEqual([{ gold: '2', answer: '3' }]);
    expect(digitConfusions('12345', '1234')).toEqual([]);
    expect(digitConfusions('100 mg', '100 ng')).toEqual([]);
  });
});
