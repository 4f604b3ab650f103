import { shinglesOf } from './shingles-of.ts';

export interface NearPair {
  readonly first: number;
  readonly second: number;
  /** Shared share of the shingles (Jaccard). */
  readonly similarity: number;
}

/** Decided on the exact share of shingles, as in spec/evaluation.md section 3. */
const LEAST_SIMILARITY = 0.8;
/** Shingles that are held, four bytes each: 100,000 texts of 80 words. Of longer texts the first ones are compared. */
const MOST_SHINGLES = 8_000_000;
/** Pairs whose shingles are compared: a second's work. */
const MOST_COMPARISONS = 2_000_000;
/** A shingle in more than half of the texts belongs to the template, not to a text. Fewer texts than this cannot tell. */
const TEMPLATE_SHARE = 0.5;
const FEWEST_FOR_TEMPLATE = 10;
/** What is left beside the template must be more than a phrase that two texts may share by chance. */
const FEWEST_SHINGLES = 5;
/** Counters of shingles, which share one where their low bits agree: order of rarity need only be the same for all texts. */
const COUNTERS = 2 ** 22;
const BUCKETS = 2 ** 20;
/** Beyond this all shingles are equally common; with 32 bits of hash it fits into the 53 of a number. */
const MOST_USES = 2 ** 20;

/** Texts that were found already. */
interface Known {
  readonly has: (text: number) => boolean;
}

export interface NearSearch {
  /** Of each of the first texts, the closest earlier one if it is near. */
  readonly within: () => NearPairs;
  /** Of each of the others, the closest of the first texts if it is near. */
  readonly across: () => NearPairs;
}

export interface NearPairs {
  /** `second` counts from the first of the texts that were asked about. */
  readonly pairs: readonly NearPair[];
  /** False when a bound was hit. */
  readonly complete: boolean;
}

/** Prepares two lists of texts for the search: what both have in common counts as their template. `skipped` texts are not asked about. */
export function createNearSearch(
  { first, others }: { readonly first: readonly string[]; readonly others: readonly string[] },
  skipped: { readonly first: Known; readonly others: Known },
): NearSearch {
  const profiles = profilesOf([...first, ...others]);
  const search = (indexed: 'earlier' | 'all', asked: readonly number[], from: number): NearPairs => {
    const index = createIndex(profiles.texts, first.length);
    let added = 0;
    const addBelow = (end: number): void => {
      while (added < end) index.add(added++);
    };
    const pairs: NearPair[] = [];
    let comparisons = 0;
    for (const text of asked) {
      addBelow(indexed === 'all' ? first.length : text);
      const profile = profiles.texts[text] ?? new Int32Array();
      const candidates = index.candidates(profile);
      comparisons += candidates.length;
      if (comparisons > MOST_COMPARISONS) return { pairs, complete: false };
      const best = closest(profile, candidates, profiles.texts);
      if (best !== null) pairs.push({ ...best, second: text - from });
    }
    return { pairs, complete: profiles.complete };
  };
  const asked = (count: number, from: number, without: Known): readonly number[] =>
    Array.from({ length: count }, (_, at) => at).flatMap((at) => (without.has(at) ? [] : [at + from]));
  return {
    within: () => search('earlier', asked(first.length, 0, skipped.first), 0),
    across: () => search('all', asked(others.length, first.length, skipped.others), first.length),
  };
}

interface Profiles {
  /** Shingles of each text, rarest first, those of the template left out. */
  readonly texts: readonly Int32Array[];
  readonly complete: boolean;
}

function profilesOf(texts: readonly string[]): Profiles {
  const uses = new Uint32Array(COUNTERS);
  let total = 0;
  const raw = texts.map((text) => {
    if (total > MOST_SHINGLES) return new Int32Array();
    const shingles = shinglesOf(text);
    total += shingles.length;
    for (let at = 0; at < shingles.length; at++) {
      const counter = (shingles[at] ?? 0) & (COUNTERS - 1);
      uses[counter] = (uses[counter] ?? 0) + 1;
    }
    return shingles;
  });
  const most = texts.length < FEWEST_FOR_TEMPLATE ? Number.POSITIVE_INFINITY : texts.length * TEMPLATE_SHARE;
  return { texts: raw.map((shingles) => rarestFirst(shingles, uses, most)), complete: total <= MOST_SHINGLES };
}

/** Uses and shingle as one number, because typed arrays sort fast only without a comparator; plain loops, because this is most of the work. */
function rarestFirst(shingles: Int32Array, uses: Uint32Array, most: number): Int32Array {
  const keys = new Float64Array(shingles.length);
  let kept = 0;
  for (let at = 0; at < shingles.length; at++) {
    const shingle = shingles[at] ?? 0;
    const count = uses[shingle & (COUNTERS - 1)] ?? 0;
    if (count <= most) keys[kept++] = Math.min(count, MOST_USES) * 2 ** 32 + (shingle >>> 0);
  }
  const sorted = keys.subarray(0, kept).sort();
  const ordered = new Int32Array(kept);
  for (let at = 0; at < kept; at++) ordered[at] = (sorted[at] ?? 0) % 2 ** 32;
  return ordered;
}

/** Two sets with a share of at least t in common meet within the first |set| - ⌈t·|set|⌉ + 1 of a shared order (Bayardo et al. 2007). */
function prefixLength(size: number): number {
  return size === 0 ? 0 : size - Math.ceil(LEAST_SIMILARITY * size) + 1;
}

/** Which of the first `count` texts have a shingle in their prefix: chains in typed arrays, since maps of millions of numbers do not fit. */
function createIndex(texts: readonly Int32Array[], count: number) {
  const size = texts.slice(0, count).reduce((sum, { length }) => sum + prefixLength(length), 0);
  const [heads, next] = [new Int32Array(BUCKETS).fill(-1), new Int32Array(size)];
  const [shingles, members] = [new Int32Array(size), new Int32Array(size)];
  const seen = new Int32Array(count).fill(-1);
  let [used, round] = [0, 0];
  return {
    add: (text: number): void => {
      const profile = texts[text] ?? new Int32Array();
      for (const shingle of profile.subarray(0, prefixLength(profile.length))) {
        const bucket = shingle & (BUCKETS - 1);
        next[used] = heads[bucket] ?? -1;
        shingles[used] = shingle;
        members[used] = text;
        heads[bucket] = used++;
      }
    },
    candidates: (profile: Int32Array): readonly number[] => {
      round++;
      const found: number[] = [];
      const end = prefixLength(profile.length);
      for (let place = 0; place < end; place++) {
        const shingle = profile[place] ?? 0;
        for (let at = heads[shingle & (BUCKETS - 1)] ?? -1; at !== -1; at = next[at] ?? -1) {
          const text = members[at] ?? 0;
          if (shingles[at] !== shingle || seen[text] === round) continue;
          seen[text] = round;
          found.push(text);
        }
      }
      return found;
    },
  };
}

function closest(
  profile: Int32Array,
  candidates: readonly number[],
  texts: readonly Int32Array[],
): { readonly first: number; readonly similarity: number } | null {
  if (candidates.length === 0) return null;
  const own = new Set(profile);
  const near = candidates.flatMap((first) => {
    const similarity = similarityOf(own, texts[first] ?? new Int32Array());
    return similarity < LEAST_SIMILARITY ? [] : [{ first, similarity }];
  });
  return near.sort((a, b) => b.similarity - a.similarity || a.first - b.first)[0] ?? null;
}

/** 0 where it cannot reach what is near. */
function similarityOf(own: ReadonlySet<number>, other: Int32Array): number {
  const smaller = Math.min(own.size, other.length);
  if (smaller < FEWEST_SHINGLES || smaller < LEAST_SIMILARITY * Math.max(own.size, other.length)) return 0;
  let shared = 0;
  for (const shingle of other) if (own.has(shingle)) shared++;
  return shared / (own.size + other.length - shared);
}
