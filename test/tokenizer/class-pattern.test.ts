import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classPattern } from '../../src/tokenizer/class-pattern.ts';
import { eachClassMatch } from '../../src/tokenizer/each-word.ts';
import { loadTokenizer } from '../../src/tokenizer/load-tokenizer.ts';
import { type EachMatch, eachRegexMatch } from '../../src/tokenizer/text-pattern.ts';
import { TokenizerError } from '../../src/tokenizer/tokenizer-error.ts';
import { translateRegex } from '../../src/tokenizer/translate-regex.ts';
// @ts-expect-error plain JavaScript shared with the long fuzz run
import { madeTokenizers } from '../../tools/bench/made-tokenizers.mjs';

const made: Record<string, object> = madeTokenizers();

const PATTERNS = [
  "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  '\\s?[A-Za-zµÀ-Ö]+',
  '\\s+$',
  '(?>x+|y)|\\d{2,}|[^\\s]?+\\p{L}++',
  '\\p{L}{2}',
  '[一-龥ࠀ-一가-퟿]+',
  "(?i)don't|[a-m]+b",
];

function matches(each: EachMatch, text: string): number[][] {
  const all: number[][] = [];
  each(text, (start, end) => all.push([start, end]));
  return all;
}

describe('expressions that only repeat characters of a class', () => {
  const text = fc
    .array(
      fc.constantFrom(
        'a',
        'b',
        'B',
        'x',
        'y',
        'É',
        'é',
        '中',
        '한',
        'ǅ',
        'ʰ',
        '\u0301',
        '7',
        '٣',
        ' ',
        '\n',
        '\r',
        "'s",
        "DON'T",
        '/',
        '!',
        '😀',
        '𝐀',
        '𐐨',
        '\u00a0',
      ),
      { maxLength: 14 },
    )
    .map((parts) => parts.join(''));

  it.each(PATTERNS)('%s: the engine finds the same matches', (pattern) => {
    const source = translateRegex(pattern, 'pattern');
    const simple = classPattern(source);
    expect(simple).toBeDefined();
    if (!simple) return;
    const expected = eachRegexMatch(new RegExp(source, 'gv'));
    fc.assert(
      fc.property(text, (given) => {
        expect(matches(eachClassMatch(simple), given)).toEqual(matches(expected, given));
      }),
      { numRuns: 500 },
    );
  });

  it.each(['(?:ab)+', '\\bx', '^a', 'a*', '(?<=a)b', 'a+?b', 'x|'])('%s is left to the engine', (pattern) => {
    expect(classPattern(translateRegex(pattern, 'pattern'))).toBeUndefined();
  });
});

describe('runs of millions of characters', () => {
  // V8's matcher overflows its stack on these.
  it.each(['o200k', 'deepseek', 'deepseek3', 'clip'])('%s: four million letters in a row end', (name) => {
    const tokenizer = loadTokenizer({ tokenizerJson: made[name] });
    const ids = tokenizer.encodeIds('abcdefghij'.repeat(400_000), { addSpecialTokens: false });
    expect(ids.length).toBeGreaterThan(1_000_000);
  });

  it('an expression that only the engine can run fails with an error that says so', () => {
    const pre_tokenizer = { type: 'Split', pattern: { Regex: '(?:a|bc)+' }, behavior: 'Isolated', invert: false };
    const file = { ...made.gpt2, pre_tokenizer: { type: 'Sequence', pretokenizers: [pre_tokenizer] } };
    const tokenizer = loadTokenizer({ tokenizerJson: file });
    expect(() => tokenizer.encodeIds('abc'.repeat(8_000_000))).toThrow(TokenizerError);
  });
});
