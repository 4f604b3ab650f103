const ASCII = /^[\x20-\x7e]*$/;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Grapheme clusters, the smallest parts that a text may be cut into. */
export function clusters(text: string): readonly string[] {
  if (ASCII.test(text)) return text.split('');
  return Array.from(segmenter.segment(text), (part) => part.segment);
}
