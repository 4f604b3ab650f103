/** Terms of one text are capped so that a single huge answer cannot fill the vocabulary. */
const LONGEST_TEXT = 20_000;
const SHORTEST_WORD = 3;
const WORDS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|[\p{L}\p{M}]+|\p{N}+|[$₩¥€£]/gu;
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/**
 * Terms of a text for vocabulary comparisons: words of three letters or more, bigrams of Chinese, Japanese and Korean script, currency
 * signs; folded (NFKC, lower case). Numbers are left out: they tell documents apart, not kinds of document.
 */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  for (const [word] of text.slice(0, LONGEST_TEXT).normalize('NFKC').toLowerCase().matchAll(WORDS)) {
    if (UNSPACED.test(word)) terms.push(...bigrams(word));
    else if (/^\p{Sc}/u.test(word) || (/^\p{L}/u.test(word) && word.length >= SHORTEST_WORD)) terms.push(word);
  }
  return terms;
}

function bigrams(word: string): string[] {
  const points = Array.from(word);
  return points.length === 1 ? points : points.slice(1).map((point, at) => `${points[at]}${point}`);
}
