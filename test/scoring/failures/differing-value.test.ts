import { describe, expect, it } from 'vitest';
import { differingValue } from '../../../src/scoring/failures/differing-value.ts';

const how = (gold: string, given: string): string => {
  const difference = differingValue(gold, given);
  return [difference.kind, ...(difference.how === undefined ? [] : [difference.how])].join(': ');
};

/** spec/evaluation.md 2.3: from top to bottom, since the first that fits is said. */
describe('how a wrong value differs', () => {
  it.each([
    // One value, written in another way.
    ['Han Bo', 'HAN bo', 'near: case'],
    ['Ａｓｐｉｒｉｎ', 'aspirin', 'near: width'],
    ['１２３４５', '12345', 'near: width'],
    ['0.5 mg', '0,5 mg', 'near: the same number'],
    ['0.5 mg', '500 mcg', 'near: the same amount in another unit'],
    ['Smith, John (Jr.)', 'smith john jr', 'near: punctuation or space'],
    // Another amount.
    ['0.5 mg', '0.5 ng', 'other: another unit'],
    ['5 mg', '5 mL', 'other: another unit'],
    ['5 mg', '5', 'other: another unit'],
    ['12 mg', '21 mg', 'other'],
    // Digits that an eye or a decoder slipped on, which only long numbers have.
    ['12345', '12848', 'other'],
    ['12345', '12348', 'digits: one digit'],
    ['12345', '12354', 'digits: digits in another order'],
    ['12345', '1345', 'digits: a digit more or less'],
    ['12345', '135', 'other'],
    ['12', '13', 'other'],
    ['room 123, bed 4', 'room 128, bed 4', 'digits: one digit'],
    ['room 123', 'ward 128', 'other'],
    ['12.5 mg', '125 mg', 'digits: the point or comma'],
    ['1.25 and 3', '12.5 and 3', 'digits: the point or comma'],
    ['12-05', '12 05', 'near: punctuation or space'],
    // A sign makes another number; a hyphen makes none.
    ['-12.5', '12.5', 'other: another sign'],
    ['between 5-7', 'between 5 7', 'near: punctuation or space'],
    // Letters: one in six may be off, and none in a word of three.
    ['Losartan', 'Lozartan', 'near: a few letters'],
    ['Losartan', 'Lozartam', 'other'],
    ['acetaminophen', 'acetaminofem', 'other'],
    ['acetaminophenol', 'acetaminofenol', 'near: a few letters'],
    ['yes', 'yet', 'other'],
    ['½ tab', '¼ tab', 'other'],
    ['***', '...', 'other'],
  ])('%j against %j: %s', (gold, given, expected) => {
    expect(how(gold, given)).toBe(expected);
  });

  it('is the same from either side', () => {
    for (const [one, other] of [
      ['12345', '1345'],
      ['Losartan', 'Lozartan'],
      ['12.5 mg', '125 mg'],
      ['-12.5', '12.5'],
      ['abcdefgh', 'ab'],
    ] as const)
      expect(how(one, other)).toBe(how(other, one));
  });

  it('is not asked of texts that are no values', () => {
    expect(how('a'.repeat(501), 'A'.repeat(501))).toBe('other');
  });
});
