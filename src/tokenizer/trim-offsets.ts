/** How many blanks a token begins and ends with. */
export interface Blanks {
  readonly leading: number;
  readonly trailing: number;
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

const WHITE_SPACE = /\p{White_Space}/u;
const isBlank = (character: string): boolean => character === '\u0120' || WHITE_SPACE.test(character);

// Most tokens begin and end with one of these.
const isInk = (unit: number): boolean => unit >= 0x21 && unit <= 0x7e;

const NONE: Blanks = { leading: 0, trailing: 0 };

function countBlank(characters: readonly string[]): number {
  const index = characters.findIndex((character) => !isBlank(character));
  return index === -1 ? characters.length : index;
}

/** The blanks of a token, given as the vocabulary writes it or as it stands in the text. */
export function blanksOf(text: string): Blanks {
  if (isInk(text.charCodeAt(0)) && isInk(text.charCodeAt(text.length - 1))) return NONE;
  const characters = [...text];
  return { leading: countBlank(characters), trailing: countBlank(characters.toReversed()) };
}

function forward(source: string, from: number, characters: number): number {
  let at = from;
  for (let count = 0; count < characters; count++) at += (source.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

/** Goes back; undefined when there are not so many characters in front. */
function backward(source: string, from: number, characters: number): number | undefined {
  let at = from;
  for (let count = 0; count < characters; count++) {
    if (at <= 0) return undefined;
    const low = source.charCodeAt(at - 1);
    at -= low >= 0xdc00 && low <= 0xdfff && at > 1 ? 2 : 1;
  }
  return at;
}

/** `process_offsets` of the byte-level processor of huggingface/tokenizers: blanks at both ends of a token do not count. */
export function trimOffsets(range: Range, { leading, trailing }: Blanks, source: string): Range {
  const { end: limit } = range;
  const start = leading > 0 ? Math.min(forward(source, range.start, leading), limit) : range.start;
  const back = trailing > 0 ? backward(source, limit, trailing) : undefined;
  return { start, end: back === undefined ? limit : Math.max(back, start) };
}
