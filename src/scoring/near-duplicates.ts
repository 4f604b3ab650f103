import { createNearSearch, type NearPairs } from './near-pairs.ts';

export interface DuplicatePair {
  /** Index into the first list (training rows, say) and into the second (evaluation rows). */
  readonly first: number;
  readonly second: number;
  /** Equal once normalised. */
  readonly exact: boolean;
  /** Shared share of the shingles; 1 when exact. */
  readonly similarity: number;
}

export interface Duplicates {
  /** At most one pair per text of the second list: its closest match. Ordered by `second`. */
  readonly pairs: readonly DuplicatePair[];
  /** False when a bound was hit: more nearly equal pairs may exist. Equal texts are always found. */
  readonly complete: boolean;
}

/** Characters that near texts are compared by. */
const LONGEST_TEXT = 20_000;
/** A common beginning and end of fewer texts than this is chance. */
const FEWEST_FOR_TEMPLATE = 10;

/**
 * Texts of the second list that occur in the first, exactly (folded case, width and space) or nearly (word 5-shingles, share ≥ 0.8).
 * What all texts share is not counted: their common beginning and end and every shingle in more than half of them. Otherwise a prompt
 * template would make everything a duplicate of everything. Exact search (prefix filter on rare shingles), bounded work. Given one and the
 * same list twice, it pairs every text with an earlier one of the list.
 */
export function nearDuplicates(first: readonly string[], second: readonly string[]): Duplicates {
  const repeats = findRepeats(first, second === first ? [] : second);
  return second === first ? repeats.within() : repeats.across();
}

export interface Repeats {
  /** Texts of the first list that repeat an earlier one of it. */
  readonly within: () => Duplicates;
  /** Texts of the second list that occur in the first. */
  readonly across: () => Duplicates;
}

/** Both searches of `nearDuplicates` over lists that are taken apart once. */
export function findRepeats(first: readonly string[], second: readonly string[]): Repeats {
  const [left, right] = [first.map(normalise), second.map(normalise)];
  const places = new Map<string, number>();
  for (const [index, text] of left.entries()) if (text !== '' && !places.has(text)) places.set(text, index);
  const exact = {
    first: exactPairs(left, (text, index) => (places.get(text) === index ? undefined : places.get(text))),
    others: exactPairs(right, (text) => places.get(text)),
  };
  const search = createNearSearch(withoutTemplate(left, right), exact);
  return {
    within: () => joined(exact.first, search.within()),
    across: () => joined(exact.others, search.across()),
  };
}

function joined(exact: ReadonlyMap<number, number>, near: NearPairs): Duplicates {
  const equal = [...exact].map(([index, match]) => ({ first: match, second: index, exact: true, similarity: 1 }));
  const all = [...equal, ...near.pairs.map((pair) => ({ ...pair, exact: false }))];
  return { pairs: all.sort((a, b) => a.second - b.second), complete: near.complete };
}

function normalise(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

function exactPairs(
  texts: readonly string[],
  matchOf: (text: string, index: number) => number | undefined,
): Map<number, number> {
  const pairs = new Map<number, number>();
  for (const [index, text] of texts.entries()) {
    const match = matchOf(text, index);
    if (match !== undefined) pairs.set(index, match);
  }
  return pairs;
}

/** Cuts what all texts begin and end with, at word boundaries. Two texts share too much by chance for that. */
function withoutTemplate(
  first: readonly string[],
  others: readonly string[],
): { readonly first: readonly string[]; readonly others: readonly string[] } {
  const texts = [...first, ...others];
  const [model = ''] = texts;
  const isTemplate = texts.length >= FEWEST_FOR_TEMPLATE;
  const { head, tail } = isTemplate ? sharedEnds(texts) : { head: 0, tail: 0 };
  const start = isTemplate ? Math.min(model.lastIndexOf(' ', head) + 1, head) : 0;
  const lastWords = model.indexOf(' ', model.length - tail);
  const end = !isTemplate || lastWords === -1 ? 0 : model.length - lastWords;
  const cut = (text: string): string => text.slice(start, Math.max(head, text.length - end)).slice(0, LONGEST_TEXT);
  return { first: first.map(cut), others: others.map(cut) };
}

function sharedEnds(texts: readonly string[]): { readonly head: number; readonly tail: number } {
  const [model = ''] = texts;
  let [head, tail] = [model.length, model.length];
  for (const text of texts) {
    let at = 0;
    while (at < head && at < text.length && text.charCodeAt(at) === model.charCodeAt(at)) at++;
    head = at;
    at = 0;
    while (
      at < tail &&
      at < text.length &&
      text.charCodeAt(text.length - 1 - at) === model.charCodeAt(model.length - 1 - at)
    )
      at++;
    tail = at;
  }
  return { head, tail };
}
