/** Which texts have a shingle in their prefix. */
export interface PrefixIndex {
  readonly add: (text: number, prefix: Int32Array) => void;
  /** Texts that share a shingle of the prefix, each once; `looked`: the entries that were gone through to find them. */
  readonly candidates: (prefix: Int32Array) => { readonly texts: readonly number[]; readonly looked: number };
}

/** Chains of one entry or two. */
const MOST_BUCKETS = 2 ** 20;

/** For so many texts with so many shingles in their prefixes. Chains in typed arrays, since maps of millions of numbers do not fit. */
export function prefixIndex(texts: number, entries: number): PrefixIndex {
  const buckets = Math.min(MOST_BUCKETS, 2 ** Math.ceil(Math.log2(entries + 1)));
  const [heads, next] = [new Int32Array(buckets).fill(-1), new Int32Array(entries)];
  const [shingles, members] = [new Int32Array(entries), new Int32Array(entries)];
  const seen = new Int32Array(texts).fill(-1);
  let [used, round] = [0, 0];
  return {
    add: (text, prefix) => {
      for (const shingle of prefix) {
        const bucket = shingle & (buckets - 1);
        next[used] = heads[bucket] ?? -1;
        shingles[used] = shingle;
        members[used] = text;
        heads[bucket] = used++;
      }
    },
    candidates: (prefix) => {
      round++;
      const found: number[] = [];
      let looked = 0;
      for (const shingle of prefix) {
        for (let at = heads[shingle & (buckets - 1)] ?? -1; at !== -1; at = next[at] ?? -1) {
          looked++;
          const text = members[at] ?? 0;
          if (shingles[at] !== shingle || seen[text] === round) continue;
          seen[text] = round;
          found.push(text);
        }
      }
      return { texts: found, looked };
    },
  };
}
