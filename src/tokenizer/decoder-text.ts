import * as v from 'valibot';
import { readSection } from './read-section.ts';
import { patternSchema, textPattern } from './text-pattern.ts';

const replacing = v.looseObject({ pattern: patternSchema, content: v.string() });
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const oneCharacter = v.pipe(
  v.string(),
  v.check((text) => [...text].length === 1, 'must be one character'),
);
const stripping = v.looseObject({ content: oneCharacter, start: count, stop: count });

/** What a step of a decoder does to the text of a token. */
export type TextChange = (text: string) => string;

/** The decoder `Replace`: every match becomes its content. Throws TokenizerError for damaged settings. */
export function replaceDecoder(section: unknown, key: string): TextChange {
  const { pattern, content } = readSection(replacing, section, key);
  const each = textPattern(pattern, `${key}.pattern`);
  return (text) => {
    let replaced = '';
    let last = 0;
    each(text, (start, end) => {
      replaced += text.slice(last, start) + content;
      last = end;
    });
    return replaced + text.slice(last);
  };
}

/** The decoder `Strip`: takes a character off both ends, at most so many times. Throws TokenizerError for damaged settings. */
export function stripDecoder(section: unknown, key: string): TextChange {
  const { content, start, stop } = readSection(stripping, section, key);
  return (text) => {
    const characters = [...text];
    let from = 0;
    while (from < start && characters[from] === content) from++;
    let to = characters.length;
    while (to > from && characters.length - to < stop && characters[to - 1] === content) to--;
    return characters.slice(from, to).join('');
  };
}
