import * as v from 'valibot';
import { classPattern } from './class-pattern.ts';
import { eachClassMatch, eachWord } from './each-word.ts';
import { knownScanner } from './known-scanners.ts';
import { TokenizerError } from './tokenizer-error.ts';
import { translateRegex } from './translate-regex.ts';

export const patternSchema = v.union([v.strictObject({ String: v.string() }), v.strictObject({ Regex: v.string() })]);

/** Calls back with every match, left to right; empty matches included unless they touch the end of the match before. */
export type EachMatch = (text: string, found: (start: number, end: number) => void) => void;

// V8 remembers every character of a run that it may have to give back, and throws RangeError after some millions.
function exec(expression: RegExp, text: string): RegExpExecArray | null {
  try {
    return expression.exec(text);
  } catch {
    throw new TokenizerError(
      'pattern',
      `cannot be run on a text of ${text.length} characters: a run in it is too long`,
    );
  }
}

/** Runs an expression with flags `gv` over a text as the iterator of rust-onig does. */
export function eachRegexMatch(expression: RegExp): EachMatch {
  return (text, found) => {
    let searchFrom = 0;
    let lastEnd = -1;
    while (searchFrom <= text.length) {
      expression.lastIndex = searchFrom;
      const match = exec(expression, text);
      if (!match) return;
      const end = match.index + match[0].length;
      if (match[0] === '' && end === lastEnd) {
        searchFrom += (text.codePointAt(searchFrom) ?? 0) > 0xffff ? 2 : 1;
        continue;
      }
      found(match.index, end);
      searchFrom = end;
      lastEnd = end;
    }
  };
}

const EVERY_MATCH = 'gv';

function eachText(wanted: string): EachMatch {
  // The library makes an expression of the text, and an empty one matches everywhere.
  if (wanted === '') return eachRegexMatch(new RegExp('', EVERY_MATCH));
  return (text, found) => {
    let at = text.indexOf(wanted);
    while (at !== -1) {
      found(at, at + wanted.length);
      at = text.indexOf(wanted, at + wanted.length);
    }
  };
}

/** The matcher of a `pattern` setting. Throws TokenizerError when the expression cannot be run here. */
export function textPattern(pattern: v.InferOutput<typeof patternSchema>, key: string): EachMatch {
  if ('String' in pattern) return eachText(pattern.String);
  const known = knownScanner(pattern.Regex);
  if (known) return eachWord(known);
  const source = translateRegex(pattern.Regex, `${key}.Regex`);
  try {
    const simple = classPattern(source);
    return simple ? eachClassMatch(simple) : eachRegexMatch(new RegExp(source, EVERY_MATCH));
  } catch {
    throw new TokenizerError(`${key}.Regex`, 'is not a regular expression that can be run here');
  }
}
