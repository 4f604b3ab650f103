const RANGES: readonly (readonly [first: number, last: number])[] = [
  [0x21, 0x7e],
  [0xa1, 0x2ff],
  [0x370, 0x482],
  [0x48a, 0x590],
  [0x620, 0x64a],
  [0x3041, 0x3096],
  [0x30a1, 0x30ff],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
];
// U+00AD and the like below U+0300 are controls: they stand alone, but are no ink.
const FIRST_MARK = 0x300;

/** No unit of its own or one that is blank. */
export const NOT_INK = 0;
/** Stands alone: it never forms a grapheme cluster or a normal form with a neighbour, `\r\n` aside. */
const ALONE = 1;
/** Stands alone and is not white space. */
export const INK = 2;

/**
 * One entry per UTF-16 unit. Marks, joiners, conjoining Hangul letters, characters that extend to the right (Unicode's
 * `Prepend`) and halves of characters are `NOT_INK`; so is every script that has not been looked at.
 */
export const plainUnits: Uint8Array = (() => {
  const table = new Uint8Array(65_536);
  table.fill(ALONE, 0, FIRST_MARK);
  for (const [first, last] of RANGES) table.fill(INK, first, last + 1);
  return table;
})();
