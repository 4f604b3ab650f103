import { shinglesOf } from './shingles-of.ts';

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
  /** False when a bound was hit: more pairs may exist. */
  readonly complete: boolean;
}

/** Decided on the exact share of shingles, as in spec/evaluation.md section 3. */
const LEAST_SIMILARITY = 0.8;
const LONGEST_TEXT = 20_000;
const MOST_TEXTS = 20_000;
const MOST_SHINGLES = 2_000_000;
const MOST_COMPARISONS = 2_000_000;
/** A shingle in more than half of the texts belongs to the template, not to a text. Fewer texts than this cannot tell. */
const TEMPLATE_SHARE = 0.5;
const FEWEST_FOR_TEMPLATE = 10;
/** What is left beside the template must be more than a phrase that two texts may share by chance. */
const FEWEST_SHINGLES = 5;

/**
 * Texts of the second list that occur in the first, exactly (folded case, width and space) or nearly (word 5-shingles, share ≥ 0.8).
 * What all texts share is not counted: their common beginning and end and every shingle in more than half of them. Otherwise a prompt
 * template would make everything a duplicate of everything. Exact search (prefix filter on rare shingles), bounded work. Given one and the
 * same list twice, it pairs every text with an earlier one of the list.
 */
export function nearDuplicates(first: readonly string[], second: readonly string[]): Duplicates {
  const left = first.slice(0, MOST_TEXTS).map(normalise);
  const right = second === first ? left : second.slice(0, MOST_TEXTS).map(normalise);
  let complete = left.length === first.length && right.length === second.length;
  const exact = exactPairs(left, right);
  const rest = right.map((_, index) => index).filter((index) => !exact.has(index));
  const profiles = rest.length === 0 || left.length === 0 ? null : profileAll(left, right);
  const pairs = [...exact].map(([index, match]) => ({ first: match, second: index, exact: true, similarity: 1 }));
  if (profiles !== null) {
    const near = nearPairs(profiles, rest);
    complete = complete && profiles.complete && near.complete;
    pairs.push(...near.pairs);
  }
  return { pairs: pairs.sort((a, b) => a.second - b.second), complete };
}

function normalise(text: string): string {
  return text.slice(0, LONGEST_TEXT).normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

function exactPairs(left: readonly string[], right: readonly string[]): Map<number, number> {
  const within = left === right;
  const places = new Map<string, number>();
  for (const [index, text] of left.entries()) if (text !== '' && !places.has(text)) places.set(text, index);
  const pairs = new Map<number, number>();
  for (const [index, text] of right.entries()) {
    const match = places.get(text);
    if (match !== undefined && !(within && match === index)) pairs.set(index, match);
  }
  return pairs;
}

interface Profiles {
  /** Shingle numbers of each text, rarest first, template shingles left out. */
  readonly left: readonly Int32Array[];
  readonly right: readonly Int32Array[];
  readonly complete: boolean;
}

function profileAll(left: readonly string[], right: readonly string[]): Profiles {
  const within = left === right;
  const texts = withoutTemplate(within ? left : [...left, ...right]);
  const numbers = new Map<string, number>();
  const uses: number[] = [];
  let total = 0;
  const raw = texts.map((text) => {
    if (total > MOST_SHINGLES) return [];
    const ids = [...shinglesOf(text)].map((shingle) => {
      const id = numbers.get(shingle) ?? numbers.size;
      numbers.set(shingle, id);
      uses[id] = (uses[id] ?? 0) + 1;
      return id;
    });
    total += ids.length;
    return ids;
  });
  const most = texts.length < FEWEST_FOR_TEMPLATE ? Number.POSITIVE_INFINITY : texts.length * TEMPLATE_SHARE;
  const rank = (id: number): number => uses[id] ?? 0;
  const profiles = raw.map((ids) =>
    Int32Array.from(ids.filter((id) => rank(id) <= most).sort((a, b) => rank(a) - rank(b) || a - b)),
  );
  const own = profiles.slice(0, left.length);
  return { left: own, right: within ? own : profiles.slice(left.length), complete: total <= MOST_SHINGLES };
}

/** Cuts what all texts begin and end with, at word boundaries. Two texts share too much by chance for that. */
function withoutTemplate(texts: readonly string[]): string[] {
  const [model = ''] = texts;
  if (texts.length < FEWEST_FOR_TEMPLATE) return [...texts];
  let head = model.length;
  let tail = model.length;
  for (const text of texts) {
    let at = 0;
    while (at < head && at < text.length && text.charCodeAt(at) === model.charCodeAt(at)) at++;
    head = at;
    at = 0;
    while (at < tail && at < text.length && text.at(-1 - at) === model.at(-1 - at)) at++;
    tail = at;
  }
  const start = model.lastIndexOf(' ', head) + 1;
  const lastWords = model.indexOf(' ', model.length - tail);
  const end = lastWords === -1 ? 0 : model.length - lastWords;
  return texts.map((text) => text.slice(Math.min(start, head), Math.max(head, text.length - end)));
}

function nearPairs(
  { left, right }: Profiles,
  wanted: readonly number[],
): { pairs: DuplicatePair[]; complete: boolean } {
  const postings = new Map<number, number[]>();
  for (const [index, profile] of left.entries()) {
    for (const id of profile.subarray(0, prefixLength(profile.length))) {
      const list = postings.get(id);
      if (list === undefined) postings.set(id, [index]);
      else list.push(index);
    }
  }
  const pairs: DuplicatePair[] = [];
  let comparisons = 0;
  for (const second of wanted) {
    const profile = right[second] ?? new Int32Array();
    const candidates = new Set<number>();
    for (const id of profile.subarray(0, prefixLength(profile.length)))
      for (const index of postings.get(id) ?? []) if (left !== right || index < second) candidates.add(index);
    comparisons += candidates.size;
    if (comparisons > MOST_COMPARISONS) return { pairs, complete: false };
    const best = closest(profile, candidates, left);
    if (best !== null) pairs.push({ ...best, second, exact: false });
  }
  return { pairs, complete: true };
}

/** Two sets with a share of at least t in common meet within the first |set| - ⌈t·|set|⌉ + 1 of a shared order (Bayardo et al. 2007). */
function prefixLength(size: number): number {
  return size === 0 ? 0 : size - Math.ceil(LEAST_SIMILARITY * size) + 1;
}

function closest(
  profile: Int32Array,
  candidates: ReadonlySet<number>,
  left: readonly Int32Array[],
): { first: number; similarity: number } | null {
  const own = new Set(profile);
  let best: { first: number; similarity: number } | null = null;
  for (const first of candidates) {
    const other = left[first] ?? new Int32Array();
    const smaller = Math.min(own.size, other.length);
    if (smaller < FEWEST_SHINGLES || smaller < LEAST_SIMILARITY * Math.max(own.size, other.length)) continue;
    let shared = 0;
    for (const id of other) if (own.has(id)) shared++;
    const similarity = shared / (own.size + other.length - shared);
    if (similarity >= LEAST_SIMILARITY && similarity > (best?.similarity ?? 0)) best = { first, similarity };
  }
  return best;
}
