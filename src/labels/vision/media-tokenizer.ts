import type { Tokenizer } from '../../tokenizer/tokenizer.ts';
import { escapePattern } from './escape-pattern.ts';

/** The tokenizer as a processor uses it. */
export interface MediaTokenizer {
  /** Ids of a text without special tokens around it. */
  ids(text: string): readonly number[];
  tokenId(text: string): number | undefined;
  /** Whether a text is a special token, which is found before the text around it is looked at. */
  isTakenOut(text: string): boolean;
  /** Tokens that the tokenizer did not have. */
  readonly added: readonly string[];
}

/** A special token that leaves the spaces behind it alone, to stand before text that does not begin its row. */
function anchorOf(tokenizer: Tokenizer): string {
  const anchor = tokenizer.addedTokens.find(({ content, id, special }) => {
    if (!special || content === '') return false;
    const { ids, offsets } = tokenizer.encode(`${content}  a`, { addSpecialTokens: false });
    return ids[0] === id && offsets[0]?.[1] === content.length;
  });
  return anchor?.content ?? '';
}

/** Finds the new tokens, and of the known ones those that share text with them; of two at one place the longer. */
function tokenPattern(tokenizer: Tokenizer, added: readonly string[]): RegExp {
  const known = tokenizer.addedTokens.map(({ content }) => content).filter((content) => content !== '');
  const rivals = known.filter((content) => added.some((token) => token.includes(content) || content.includes(token)));
  const longestFirst = [...added, ...rivals].sort((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map(escapePattern).join('|'), 'g');
}

/**
 * Adds special tokens behind the vocabulary, as `tokenizer.add_special_tokens` does, which Idefics3's processor calls when it is made.
 * The text between them is encoded piece by piece. Only the piece that begins the text may be treated as a beginning (Metaspace adds
 * its space there), so the others get a known special token in front, whose id is then taken off.
 */
export function mediaTokenizer(tokenizer: Tokenizer, needed: readonly string[]): MediaTokenizer {
  const added = [...new Set(needed)].filter((token) => tokenizer.tokenId(token) === undefined);
  const encode = (text: string): readonly number[] => tokenizer.encodeIds(text, { addSpecialTokens: false });
  const special = new Set(tokenizer.addedTokens.filter((token) => token.special).map(({ content }) => content));
  for (const token of added) special.add(token);
  const shared = { added, isTakenOut: (text: string): boolean => special.has(text) };
  if (added.length === 0) return { ...shared, ids: encode, tokenId: (text) => tokenizer.tokenId(text) };

  const addedIds = new Map(added.map((content, index) => [content, tokenizer.vocabSize + index]));
  const pattern = tokenPattern(tokenizer, added);
  const anchor = anchorOf(tokenizer);
  const encodeFrom = (text: string, start: number, end: number): readonly number[] => {
    if (start >= end) return [];
    const piece = text.slice(start, end);
    return start === 0 ? encode(piece) : encode(anchor + piece).slice(anchor === '' ? 0 : 1);
  };

  return {
    ...shared,
    tokenId: (text) => addedIds.get(text) ?? tokenizer.tokenId(text),
    ids: (text) => {
      const parts: (readonly number[])[] = [];
      let done = 0;
      for (const { 0: content, index } of text.matchAll(pattern)) {
        const id = addedIds.get(content);
        if (id === undefined) continue;
        parts.push(encodeFrom(text, done, index), [id]);
        done = index + content.length;
      }
      parts.push(encodeFrom(text, done, text.length));
      return parts.flat();
    },
  };
}
