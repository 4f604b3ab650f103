/** Fewer texts share their beginning by chance. */
const ENOUGH = 4;

/**
 * The paragraphs that all texts begin with, blank line included; empty when there are none. Model families without a system role (Gemma)
 * get their system prompt like that, as the first paragraph of the user's turn.
 */
export function sharedPreamble(texts: readonly string[]): string {
  const distinct = [...new Set(texts)];
  const [first = ''] = distinct;
  if (distinct.length < ENOUGH) return '';
  let length = first.length;
  for (const text of distinct) {
    let same = 0;
    while (same < Math.min(length, text.length) && first[same] === text[same]) same += 1;
    length = same;
  }
  const end = first.slice(0, length).lastIndexOf('\n\n');
  return end < 0 ? '' : first.slice(0, end + 2);
}
