import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstSeen } from '../../src/lib/first-seen.ts';
import { numberList } from '../../src/lib/number-list.ts';
import { textList } from '../../src/lib/text-list.ts';

describe('lists of a million small things', () => {
  test('texts come back as they were added, empty ones, line ends and halves of characters included', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 3_000 }), (texts) => {
        const list = textList();
        for (const text of texts) list.add(text);
        expect(list.length()).toBe(texts.length);
        expect(texts.map((_, place) => list.at(place))).toEqual(texts);
        expect(list.at(texts.length)).toBe('');
      }),
      { numRuns: 50 },
    );
  });

  test('texts come back from behind the first thousands as well', () => {
    const texts = Array.from({ length: 2_500 }, (_, at) => (at % 5 === 0 ? '' : `text ${at}`));
    const list = textList();
    for (const [at, text] of texts.entries()) {
      list.add(text);
      expect(list.length()).toBe(at + 1);
    }
    expect(texts.map((_, place) => list.at(place))).toEqual(texts);
    expect(list.at(2_500)).toBe('');
  });

  test('numbers come back as they were added, beyond the first room too', () => {
    const values = Array.from({ length: 5_000 }, (_, at) => at / 7);
    const list = numberList('float');
    for (const value of values) list.add(value);
    expect([...list.values()]).toEqual(values);
    expect(list.at(4_999)).toBe(4_999 / 7);
    expect(list.at(5_000)).toBeNaN();
  });

  test('a text is known from its second time on, by the number of its first', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 6_000 }), (texts) => {
        const seen = firstSeen();
        const oracle = new Map<string, number>();
        for (const [at, text] of texts.entries()) {
          expect(seen.note(text, at)).toBe(oracle.get(text));
          if (!oracle.has(text)) oracle.set(text, at);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('ids as people write them never meet: 300,000 of five kinds', () => {
    const seen = firstSeen();
    let met = 0;
    for (let at = 0; at < 60_000; at++) {
      for (const id of [`${at}`, `row-${at}`, `eval\n${at}`, `img_${at}.png`, `${at.toString(16).padStart(32, '0')}`])
        if (seen.note(id, at) !== undefined) met++;
    }
    expect(met).toBe(0);
  });
});
