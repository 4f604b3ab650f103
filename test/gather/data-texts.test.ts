import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataTexts } from '../../src/gather/data-texts.ts';

/** Lone surrogates, a byte order mark, and scripts of one to four bytes a character. */
const anyText = fc.array(fc.constantFrom('a', 'é', '安', '😀', '\ud800', '\udc00', '\ufeff', '\0', ' '), {
  maxLength: 30,
});

describe('texts that are kept as bytes', () => {
  it('come back as they were given, and so do those that are not there', () => {
    const lists = fc.array(
      fc.option(
        anyText.map((parts) => parts.join('')),
        { nil: undefined },
      ),
    );
    fc.assert(
      fc.property(lists, (given) => {
        const texts = dataTexts();
        for (const text of given) texts.add(text);
        expect(given.map((_, at) => texts.at(at))).toEqual(given);
        expect(texts.at(given.length)).toBeUndefined();
      }),
    );
  });

  it('come back over the borders of blocks, and where they are longer than one', () => {
    const given = ['a', '安', '😀é'].flatMap((part) =>
      [1_000_000, 300_000, 3, 600_000, 300_000, 1_200_000].map((length) => part.repeat(length / part.length)),
    );
    const texts = dataTexts();
    for (const text of given) texts.add(text);
    // Not toEqual, which would print megabytes.
    for (const [at, text] of given.entries()) expect(texts.at(at) === text).toBe(true);
  });
});
