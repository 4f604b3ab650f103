// Python counts and cuts texts by code points; these keep the common case, texts without surrogates, as fast as JavaScript's own.
const SURROGATE = /[\ud800-\udfff]/;

/** Texts as Python sees them: lengths, indices and characters in code points. */
export const pythonString = {
  isWide(text: string): boolean {
    return SURROGATE.test(text);
  },
  length(text: string): number {
    if (!SURROGATE.test(text)) return text.length;
    let count = 0;
    for (const _ of text) count++;
    return count;
  },
  characters(text: string): string[] {
    return SURROGATE.test(text) ? [...text] : text.split('');
  },
  /** UTF-16 offset of a code point index that lies within the text. */
  offset(text: string, index: number): number {
    if (!SURROGATE.test(text)) return index;
    let offset = 0;
    for (let left = index; left > 0 && offset < text.length; left--)
      offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
    return offset;
  },
  /** Code points before a UTF-16 offset. */
  index(text: string, offset: number): number {
    return pythonString.length(text.slice(0, offset));
  },
};
