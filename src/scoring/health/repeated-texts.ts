import { firstSeen } from '../../lib/first-seen.ts';
import { type NearTexts, nearTexts } from './near-texts.ts';
import { type RowSequence, rowSequence } from './row-sequence.ts';
import { type TextEnds, textEnds } from './text-ends.ts';

export interface DuplicatePair {
  /** Index into the first list (training rows, say) and into the second (evaluation rows). */
  readonly first: number;
  readonly second: number;
  /** Equal but for white space. */
  readonly exact: boolean;
  /** Shared share of the shingles; 1 when exact, and of texts that differ in case and width only. */
  readonly similarity: number;
}

export interface Duplicates {
  /** At most one pair per text of the second list: its closest match. Ordered by `second`. */
  readonly pairs: readonly DuplicatePair[];
  /** False when a bound was hit: more nearly equal pairs may exist. Equal texts are always found. */
  readonly complete: boolean;
}

export interface Repeats {
  /** Texts of the first list that repeat an earlier one of it. */
  readonly within: () => Duplicates;
  /** Texts of the second list that occur in the first. */
  readonly across: () => Duplicates;
}

/**
 * Texts that occur before, exactly or nearly (folded case and width, or word 5-shingles, share ≥ 0.8; spec/evaluation.md section 3). Case
 * is no matter of writing everywhere: c1ccccc1 and C1CCCCC1 are two molecules, and to restore it may be the task. What all texts share is
 * not counted: their common beginning and end and every shingle in more than half of them. Otherwise a prompt template would make
 * everything a duplicate of everything. Goes through the texts twice and keeps hashes of them.
 */
export function repeatedTexts(first: RowSequence<string>, second: RowSequence<string>): Repeats {
  const { equal, isExact, ends } = firstReading(first, second);
  const near = nearTexts({
    first: first.length,
    texts: rowSequence(first.length + second.length, (text) => {
      const own = text < first.length ? first.at(text) : second.at(text - first.length);
      return ends.cut(normalise(own ?? ''));
    }),
    isEqual: (text) => (equal[text] ?? -1) !== -1,
  });
  const found = (from: number, to: number, others: NearTexts): Duplicates => {
    const pairs: DuplicatePair[] = others.pairs.map((pair) => ({ ...pair, second: pair.second - from, exact: false }));
    for (let text = from; text < to; text++) {
      const match = equal[text] ?? -1;
      if (match !== -1) pairs.push({ first: match, second: text - from, exact: isExact[text] === 1, similarity: 1 });
    }
    return { pairs: pairs.sort((a, b) => a.second - b.second), complete: others.complete };
  };
  return {
    within: () => found(0, first.length, near.within()),
    across: () => found(first.length, first.length + second.length, near.across()),
  };
}

interface FirstReading {
  /** Of each text the first one of the first list that it equals, to the letter if there is one, else folded; -1 where there is none. */
  readonly equal: Int32Array;
  readonly isExact: Uint8Array;
  /** What all of them begin and end with. */
  readonly ends: TextEnds;
}

function firstReading(first: RowSequence<string>, second: RowSequence<string>): FirstReading {
  const equal = new Int32Array(first.length + second.length).fill(-1);
  const isExact = new Uint8Array(equal.length);
  const [written, seen] = [firstSeen(), firstSeen()];
  const ends = textEnds();
  let index = 0;
  for (const texts of [first, second])
    for (const text of texts) {
      const folded = normalise(text);
      ends.add(folded);
      const [same, alike] =
        folded === '' ? [] : [written.note(spaced(text.normalize('NFC')), index), seen.note(folded, index)];
      isExact[index] = same !== undefined && same < first.length ? 1 : 0;
      const match = isExact[index] === 1 ? same : alike;
      if (match !== undefined && match < first.length) equal[index] = match;
      index++;
    }
  return { equal, isExact, ends: ends.result() };
}

/** Every run of white space but a single space: replacing those as well would take most of the time. */
const SPACE_TO_FOLD = /[^\S ]\s*| \s+/g;
/** Of other characters NFKC makes nothing that the folding of space does not. */
const BEYOND_ASCII = /[^ -~\s]/;

function normalise(text: string): string {
  const wide = BEYOND_ASCII.test(text) ? text.normalize('NFKC') : text;
  return spaced(wide.toLowerCase());
}

function spaced(text: string): string {
  return text.replace(SPACE_TO_FOLD, ' ').trim();
}
