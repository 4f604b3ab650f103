const ASCII = /^[\x00-\x7f]*$/;
/** Superscripts, fractions, circled numbers, and the signs of a month, an hour or a day: 10² would become 102, 1½ 11⁄2, 1㏠ 11日. */
const FOLDABLE = /[^\p{No}\u32c0-\u32cb\u3358-\u3370\u33e0-\u33fe]+/gu;

/**
 * Letters and digits in their usual width: full-width forms, ㎎, ligatures. That is NFKC, but for signs that would turn into digits and
 * run into those beside them.
 */
export function foldWidth(text: string): string {
  return ASCII.test(text) ? text : text.replace(FOLDABLE, (part) => part.normalize('NFKC'));
}
