import { readText, type Word } from './word.ts';

export interface ReaderParts {
  /** Units with which an added token begins. */
  readonly firstUnits: readonly number[];
  readonly normalizes: boolean;
  /** Units the normaliser leaves alone among their like; undefined when none can be told. */
  readonly inert: ((unit: number) => boolean) | undefined;
}

/** What a single pass over a text tells. */
export interface Seen {
  readonly mayHoldAdded: boolean;
  readonly mayChange: boolean;
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const SURROGATE = 1;
const BEGINS_ADDED = 2;
const UNUSUAL = 4;
const NOT_ASKED = 8;

function createMarks({ firstUnits, normalizes, inert }: ReaderParts): Uint8Array {
  const marks = new Uint8Array(65_536);
  if (normalizes) marks.fill(inert ? NOT_ASKED : UNUSUAL);
  marks.fill(SURROGATE | (normalizes ? UNUSUAL : 0), 0xd800, 0xe000);
  for (const unit of firstUnits) marks[unit] = (marks[unit] ?? 0) | BEGINS_ADDED;
  return marks;
}

/** Reads a text into a word and says what has to be looked for in it. */
export function createTextReader(parts: ReaderParts): (word: Word, given: string) => Seen {
  const marks = createMarks(parts);
  const { inert } = parts;

  const resolve = ({ units, text }: Word): number => {
    let seen = 0;
    for (let at = 0; at < text.length; at++) {
      const unit = units[at] ?? 0;
      let mark = marks[unit] ?? 0;
      if ((mark & NOT_ASKED) !== 0) {
        mark = (mark & ~NOT_ASKED) | (inert?.(unit) ? 0 : UNUSUAL);
        marks[unit] = mark;
      }
      seen |= mark;
    }
    return seen;
  };

  return (word, given) => {
    let seen = readText(word, given, marks);
    // The native package sees U+FFFD as well: UTF-8 cannot carry half a character.
    if ((seen & SURROGATE) !== 0) {
      const whole = given.replace(LONE_SURROGATE, '\ufffd');
      if (whole !== given) seen = readText(word, whole, marks);
    }
    if ((seen & NOT_ASKED) !== 0) seen = resolve(word);
    return { mayHoldAdded: (seen & BEGINS_ADDED) !== 0, mayChange: (seen & UNUSUAL) !== 0 };
  };
}
