import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLANK, locateTurns } from '../../src/evidence/derive/locate-turns.ts';
import { turn } from '../support/evidence-builders.ts';

/** A rendered text in which everything between `<` and `>` is a special token. */
function rendered(text: string, atLimit = false) {
  return { text, masked: text.replace(/<[^<>]*>/g, (marker) => BLANK.repeat(marker.length)), atLimit };
}

const shown = (text: string, turns: Parameters<typeof locateTurns>[0], atLimit = false) =>
  locateTurns(turns, rendered(text, atLimit)).map(({ state, start, end }) => [state, text.slice(start, end)]);

describe('locating turns', () => {
  it('finds them in order, so that equal texts get places of their own', () => {
    const spans = locateTurns([turn('user', 'yes'), turn('assistant', 'yes')], rendered('<u>yes<e><a>yes<e>'));
    expect(spans.map((span) => span.start)).toEqual([3, 12]);
  });

  it('never finds a text inside a special token', () => {
    expect(shown('<yes>\n<a>yes<e>', [turn('assistant', 'yes')])).toEqual([['whole', 'yes']]);
    expect(shown('<yes>\n<a>no<e>', [turn('user', 'yes')])).toEqual([['absent', '']]);
  });

  it('prefers the answer that fills its turn', () => {
    const spans = locateTurns([turn('assistant', 'A')], rendered('<u>A or B? A man asks.<a>A<e>'));
    expect(spans[0]?.start).toBe(25);
  });

  it('takes an answer with something behind it rather than none', () => {
    expect(shown('### Response:\nyes\n### End', [turn('assistant', 'yes')])).toEqual([['whole', 'yes']]);
  });

  it('calls the last turn cut when the row ends inside it, and those behind it too', () => {
    const turns = [turn('user', 'Is it safe there?'), turn('assistant', 'It is not.')];
    expect(shown('<u>Is it safe', turns)).toEqual([
      ['cut', 'Is it safe'],
      ['cut', ''],
    ]);
    expect(shown('<u>Is it safe there?<a>It is', turns)).toEqual([
      ['whole', 'Is it safe there?'],
      ['cut', 'It is'],
    ]);
  });

  it('needs the length limit to call one letter a cut', () => {
    expect(shown('<a>I', [turn('assistant', 'It is not.')])).toEqual([['absent', '']]);
    expect(shown('<a>I', [turn('assistant', 'It is not.')], true)).toEqual([['cut', 'I']]);
  });

  it('finds what a template set in other white space, but no short text by it', () => {
    expect(shown('<a><t>\nTied off.\n</t>\n\nIt is.<e>', [turn('assistant', '<t>Tied off.</t>It is.')])).toEqual([
      ['whole', '<t>\nTied off.\n</t>\n\nIt is.'],
    ]);
    expect(shown('<a>n o<e>', [turn('assistant', 'no')])).toEqual([['absent', '']]);
  });

  it('does not call a prompt absent of which the beginning or the end is there', () => {
    const long = 'Is the ladder that stands on the brick at the wall safe to climb?';
    const answer = turn('assistant', 'no');
    expect(shown(`<u>${long.slice(0, 30)}<a>no<e>`, [turn('user', long), answer])).toEqual([
      ['cut', long.slice(0, 30)],
      ['whole', 'no'],
    ]);
    expect(shown(`<u>Say: ${long.slice(-30)}<a>`, [turn('user', long), answer]).map(([state]) => state)).toEqual([
      'cut',
      'absent',
    ]);
  });

  it('finds every turn that is rendered as written, whatever it says', () => {
    const content = fc
      .string({ minLength: 1, maxLength: 12 })
      .filter((text) => !/[<>\uE000]/.test(text) && text.trim() !== '');
    fc.assert(
      fc.property(fc.array(fc.tuple(content, content), { minLength: 1, maxLength: 4 }), (pairs) => {
        const turns = pairs.flatMap(([user, assistant]) => [turn('user', user), turn('assistant', assistant)]);
        const text = pairs.map(([user, assistant]) => `<u>${user}<e><a>${assistant}<e>`).join('');
        const spans = locateTurns(turns, rendered(text));
        expect(spans.map((span) => text.slice(span.start, span.end).trim())).toEqual(
          turns.map((one) => one.text.trim()),
        );
        spans.slice(1).forEach((span, i) => {
          expect(span.start).toBeGreaterThanOrEqual(spans[i]?.end ?? 0);
        });
      }),
    );
  });
});
