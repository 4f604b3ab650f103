import { type PrefixIndex, prefixIndex } from './prefix-index.ts';
import type { RowSequence } from './row-sequence.ts';
import { LEAST_SIMILARITY, type ShingleSets, shingleSets } from './shingle-sets.ts';

export interface NearPair {
  readonly first: number;
  readonly second: number;
  /** Shared share of the shingles (Jaccard). */
  readonly similarity: number;
}

export interface NearTexts {
  /** Ordered by `second`. */
  readonly pairs: readonly NearPair[];
  /** False when a bound was hit. */
  readonly complete: boolean;
}

export interface NearSearch {
  /** Of each of the first texts, the closest earlier one if it is near. */
  readonly within: () => NearTexts;
  /** Of each of the other texts, the closest of the first ones if it is near. */
  readonly across: () => NearTexts;
}

export interface SearchedTexts {
  /** Gone through once. What they have in common counts as their template. */
  readonly texts: RowSequence<string>;
  /** Texts before this one are the first ones. */
  readonly first: number;
  /** Texts whose equal is known; nobody asks for their closest. */
  readonly isEqual: (text: number) => boolean;
}

/** Entries of the index that are gone through and shingles that are compared: a second or two of work. */
const MOST_LOOKS = 200_000_000;
/** What a comparison costs besides, in shingles. */
const OVERHEAD = 20;
/** What is left beside the template must be more than a phrase that two texts may share by chance. */
const FEWEST_SHINGLES = 5;
/** Bits by which a text that shares next to nothing with any other is passed over. */
const FILTER_BITS = 2 ** 24;

/** Prepares the exact search for near texts: rare shingles name the candidates, and all their shingles decide. */
export function nearTexts({ texts, first, isEqual }: SearchedTexts): NearSearch {
  const sets = shingleSets(texts, first);
  return {
    within: () => {
      const search = createSearch(sets, first);
      for (let text = 0; text < first && search.isOpen(); text++) {
        const prefix = sets.prefixOf(text);
        if (!isEqual(text)) search.ask(text, prefix);
        search.index.add(text, prefix);
      }
      return search.result();
    },
    across: () => {
      const asked = Array.from({ length: texts.length - first }, (_, at) => at + first).filter(
        (text) => !isEqual(text),
      );
      const search = createSearch(sets, first);
      const mayBeNear = nearFilter(sets, asked);
      for (let text = 0; text < first; text++) if (mayBeNear(text)) search.index.add(text, sets.prefixOf(text));
      for (const text of asked) if (search.isOpen()) search.ask(text, sets.prefixOf(text));
      return search.result();
    },
  };
}

/** Whether enough of a text's shingles occur among those of the texts that are asked about. */
function nearFilter({ shingles, starts, ends }: ShingleSets, asked: readonly number[]): (text: number) => boolean {
  const bits = new Uint8Array(FILTER_BITS / 8);
  for (const text of asked)
    for (let at = starts[text] ?? 0; at < (ends[text] ?? 0); at++) {
      const bit = (shingles[at] ?? 0) & (FILTER_BITS - 1);
      bits[bit >>> 3] = (bits[bit >>> 3] ?? 0) | (1 << (bit & 7));
    }
  return (text) => {
    const [start, end] = [starts[text] ?? 0, ends[text] ?? 0];
    let shared = 0;
    for (let at = start; at < end; at++) {
      const bit = (shingles[at] ?? 0) & (FILTER_BITS - 1);
      shared += ((bits[bit >>> 3] ?? 0) >>> (bit & 7)) & 1;
    }
    // One more than needed, so that no rounding decides.
    return shared + 1 >= LEAST_SIMILARITY * (end - start);
  };
}

interface Search {
  readonly index: PrefixIndex;
  readonly ask: (text: number, prefix: Int32Array) => void;
  readonly isOpen: () => boolean;
  readonly result: () => NearTexts;
}

function createSearch(sets: ShingleSets, first: number): Search {
  const index = prefixIndex(first, mostEntries(sets));
  const pairs: NearPair[] = [];
  let looks = 0;
  return {
    index,
    isOpen: () => looks <= MOST_LOOKS,
    ask: (text, prefix) => {
      const { texts, looked } = index.candidates(prefix);
      looks += looked + texts.length * (OVERHEAD + (sets.ends[text] ?? 0) - (sets.starts[text] ?? 0));
      const pair = closest(sets, text, texts);
      if (pair !== null) pairs.push(pair);
    },
    result: () => ({ pairs, complete: sets.complete && looks <= MOST_LOOKS }),
  };
}

/** A prefix is a fifth of its set and one more. */
function mostEntries({ starts }: ShingleSets): number {
  return Math.ceil((1 - LEAST_SIMILARITY) * (starts.at(-1) ?? 0)) + starts.length;
}

/** The nearest of the candidates, the earlier of equals. */
function closest(sets: ShingleSets, text: number, candidates: readonly number[]): NearPair | null {
  let [nearest, most] = [-1, 0];
  for (const first of candidates) {
    const similarity = similarityOf(sets, text, first);
    if (similarity < LEAST_SIMILARITY || similarity < most || (similarity === most && first > nearest)) continue;
    [nearest, most] = [first, similarity];
  }
  return nearest === -1 ? null : { first: nearest, second: text, similarity: most };
}

/** 0 where it cannot reach what is near. Sets are ascending, so one pass over both finds what they share. */
function similarityOf({ shingles, starts, ends }: ShingleSets, one: number, other: number): number {
  let [left, right] = [starts[one] ?? 0, starts[other] ?? 0];
  const [leftEnd, rightEnd] = [ends[one] ?? 0, ends[other] ?? 0];
  const [size, others] = [leftEnd - left, rightEnd - right];
  const smaller = Math.min(size, others);
  if (smaller < FEWEST_SHINGLES || smaller < LEAST_SIMILARITY * Math.max(size, others)) return 0;
  // Of what one of them has alone no more than this is left to near texts, and one, so that no rounding decides.
  let alone = ((1 - LEAST_SIMILARITY) / (1 + LEAST_SIMILARITY)) * (size + others) + 1;
  let shared = 0;
  while (left < leftEnd && right < rightEnd && alone >= 0) {
    const [ours, theirs] = [shingles[left] ?? 0, shingles[right] ?? 0];
    if (ours <= theirs) left++;
    if (theirs <= ours) right++;
    if (ours === theirs) shared++;
    else alone--;
  }
  return shared / (size + others - shared);
}
