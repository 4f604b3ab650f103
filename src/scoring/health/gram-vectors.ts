/** Character n-grams of 3 to 5 (spec/evaluation.md 6.1) need no tokenizer and no language. */
const SHORTEST_GRAM = 3;
const LONGEST_GRAM = 5;
const LONGEST_TEXT = 4_000;
/** FNV-1a, 32 bits. */
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** Grams are hashed into this many dimensions: two that share one are rare, and only blur a likeness. */
export const DIMENSIONS = 2 ** 20;

/** The n-grams of a text: dimensions ascending, and how often each occurs. */
export interface GramVector {
  readonly grams: Int32Array;
  readonly counts: Uint16Array;
}

export function gramVector(text: string): GramVector {
  const folded = text.slice(0, LONGEST_TEXT).normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  const all = new Int32Array(folded.length * (LONGEST_GRAM - SHORTEST_GRAM + 1));
  let used = 0;
  for (let start = 0; start < folded.length; start++) {
    let hash = OFFSET;
    const end = Math.min(folded.length, start + LONGEST_GRAM);
    for (let at = start; at < end; at++) {
      hash = Math.imul(hash ^ folded.charCodeAt(at), PRIME);
      if (at - start + 1 >= SHORTEST_GRAM) all[used++] = (hash ^ (hash >>> 20)) & (DIMENSIONS - 1);
    }
  }
  const sorted = all.subarray(0, used).sort();
  const counts = new Uint16Array(used);
  let kept = 0;
  for (let at = 0; at < used; at++) {
    if (kept === 0 || sorted[at] !== sorted[kept - 1]) sorted[kept++] = sorted[at] ?? 0;
    counts[kept - 1] = (counts[kept - 1] ?? 0) + 1;
  }
  return { grams: sorted.slice(0, kept), counts: counts.slice(0, kept) };
}
