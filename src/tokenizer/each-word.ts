import type { ClassPattern } from './class-pattern.ts';
import type { EachMatch } from './text-pattern.ts';
import { createWord, readText } from './word.ts';
import type { WordEnd } from './word-end.ts';

const NO_MARKS = new Uint8Array(65_536);

/** The words of a text as matches. */
export function eachWord(wordEnd: WordEnd): EachMatch {
  const whole = createWord();
  return (text, found) => {
    readText(whole, text, NO_MARKS);
    for (let at = 0; at < text.length; ) {
      const end = wordEnd(whole.units, at, text.length);
      found(at, end);
      at = end;
    }
  };
}

/** The matches of a pattern; what lies between them is left out. */
export function eachClassMatch({ matchAt }: ClassPattern): EachMatch {
  const whole = createWord();
  return (text, found) => {
    readText(whole, text, NO_MARKS);
    const { units } = whole;
    for (let at = 0; at < text.length; ) {
      const end = matchAt(units, at, text.length);
      if (end !== -1) found(at, end);
      at = end === -1 ? at + (((units[at] ?? 0) & 0xfc00) === 0xd800 ? 2 : 1) : end;
    }
  };
}
