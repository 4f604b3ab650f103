import type { RowSequence } from './row-sequence.ts';
import { shingleReader } from './shingle-reader.ts';

/** The shingles of many texts, one text behind the other in one array; those of the template are left out. */
export interface ShingleSets {
  /** Of text `t` from `starts[t]` to `ends[t]`, ascending. */
  readonly shingles: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /**
   * The rarest shingles of a text, as many as two sets with a share of at least t in common cannot both do without: the first
   * |set| - ⌈t·|set|⌉ + 1 of an order that is the same for all (Bayardo et al. 2007).
   */
  readonly prefixOf: (text: number) => Int32Array;
  /** False when a bound was hit. */
  readonly complete: boolean;
}

/** Decided on the exact share of shingles, as in spec/evaluation.md section 3. */
export const LEAST_SIMILARITY = 0.8;
/** Shingles of the first texts that are held, four bytes each: 100,000 texts of 80 words. Of longer texts the first ones are compared. */
const MOST_SHINGLES = 8_000_000;
/** Further ones for the other texts, so that something is known of them however many the first ones are. */
const MOST_OTHERS = 2_000_000;
const LEAST_ROOM = 2 ** 16;
/** Characters that near texts are compared by. */
const LONGEST_TEXT = 20_000;
/** A shingle in more than half of the texts belongs to the template, not to a text. Fewer texts than this cannot tell. */
const TEMPLATE_SHARE = 0.5;
const FEWEST_FOR_TEMPLATE = 10;
/** Counters of shingles, which share one where their low bits agree: order of rarity need only be the same for all texts. */
const COUNTERS = 2 ** 22;
/** Beyond this all shingles are equally common; with 32 bits of hash it fits into the 53 of a number. */
const MOST_USES = 2 ** 20;

/** Takes texts apart, one by one; those before `first` are the first ones. */
export function shingleSets(texts: RowSequence<string>, first: number): ShingleSets {
  const { shingles, starts, uses, read } = rawSets(texts, first);
  const count = texts.length;
  const most = read < FEWEST_FOR_TEMPLATE ? Number.POSITIVE_INFINITY : read * TEMPLATE_SHARE;
  const isOwn = (shingle: number): boolean => (uses[shingle & (COUNTERS - 1)] ?? 0) <= most;
  const ends = new Int32Array(count);
  let longest = 0;
  for (let text = 0; text < count; text++) {
    let kept = starts[text] ?? 0;
    for (let at = kept; at < (starts[text + 1] ?? 0); at++) {
      const shingle = shingles[at] ?? 0;
      if (isOwn(shingle)) shingles[kept++] = shingle;
    }
    ends[text] = kept;
    longest = Math.max(longest, kept - (starts[text] ?? 0));
  }
  const keys = new Float64Array(longest);
  const prefixOf = (text: number): Int32Array =>
    rarest(shingles.subarray(starts[text], ends[text]), keys, (shingle) => uses[shingle & (COUNTERS - 1)] ?? 0);
  return { shingles, starts, ends, prefixOf, complete: read === count };
}

interface RawSets extends Pick<ShingleSets, 'shingles' | 'starts'> {
  /** How many texts have a shingle, by its low bits. */
  readonly uses: Uint32Array;
  /** Texts that were taken apart before there was no more room. */
  readonly read: number;
}

function rawSets(texts: RowSequence<string>, first: number): RawSets {
  let shingles = new Int32Array(LEAST_ROOM);
  const starts = new Int32Array(texts.length + 1);
  const uses = new Uint32Array(COUNTERS);
  const shinglesOf = shingleReader(LONGEST_TEXT);
  let [used, read] = [0, 0];
  for (let text = 0; text < texts.length; text++) {
    starts[text + 1] = used;
    if (used > (text < first ? MOST_SHINGLES : MOST_SHINGLES + MOST_OTHERS)) continue;
    read++;
    const found = shinglesOf((texts.at(text) ?? '').slice(0, LONGEST_TEXT));
    if (used + found.length > shingles.length) shingles = widened(shingles, used + found.length);
    shingles.set(found, used);
    used += found.length;
    starts[text + 1] = used;
    for (let at = 0; at < found.length; at++) {
      const counter = (found[at] ?? 0) & (COUNTERS - 1);
      uses[counter] = (uses[counter] ?? 0) + 1;
    }
  }
  return { shingles, starts, uses, read };
}

function widened(shingles: Int32Array, least: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(Math.max(least, 2 * shingles.length));
  wider.set(shingles);
  return wider;
}

/** Uses and shingle as one number, because typed arrays sort fast only without a comparator. */
function rarest(set: Int32Array, keys: Float64Array, usesOf: (shingle: number) => number): Int32Array {
  const size = set.length;
  for (let at = 0; at < size; at++) {
    const shingle = set[at] ?? 0;
    keys[at] = Math.min(usesOf(shingle), MOST_USES) * 2 ** 32 + (shingle >>> 0);
  }
  const sorted = keys.subarray(0, size).sort();
  const prefix = new Int32Array(size === 0 ? 0 : size - Math.ceil(LEAST_SIMILARITY * size) + 1);
  for (let at = 0; at < prefix.length; at++) prefix[at] = (sorted[at] ?? 0) % 2 ** 32;
  return prefix;
}
