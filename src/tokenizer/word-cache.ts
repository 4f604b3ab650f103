import { reserveTokens, type TokenSink } from './token-sink.ts';
import type { Word } from './word.ts';

// The table grows with what is remembered, so that little text stays in the processor's cache. 20,000 rows of chat in several scripts
// have about 100,000 different words, and with room for all of them labelling took a quarter less time than with room for 50,000.
const FIRST_SLOTS = 1 << 14;
const MAX_SLOTS = 1 << 18;
const GROWTH = 4;
/** Whole numbers, so 16 MiB; a place in the pool takes so many bits in a slot, and what is left holds bits of the hash. */
const POOL_BITS = 22;
const MAX_POOL = 1 << POOL_BITS;
const FIRST_POOL = 1 << 14;
/** Longer words are rarely seen twice. */
const LONGEST_CACHED_WORD = 64;
const SIZES = LONGEST_CACHED_WORD + 1;
/** Length and kind of a word in the head of its entry; the number of its tokens is in front. */
const SIZE_BITS = 9;
const SIZE_MASK = (1 << SIZE_BITS) - 1;
const MAX_TOKENS = 255;
const MAX_PLACE = 255;

export interface WordCache {
  /**
   * Appends the tokens of a word that is known; false when it is not. The same text of another `kind` (0 to 3) is another
   * word. Longer words than `LONGEST_CACHED_WORD` are never known.
   */
  copy(word: Word, sink: TokenSink, kind?: number): boolean;
  /**
   * Remembers what was appended to the sink, places included, since it had `before` tokens. Follows a `copy` of the same
   * word that failed.
   */
  store(word: Word, sink: TokenSink, before: number): void;
}

function hashOf({ units, start, end }: Pick<Word, 'units' | 'start' | 'end'>, kind: number): number {
  let hash = (0x811c9dc5 + kind) | 0;
  for (let unit = start; unit < end; unit++) hash = Math.imul(hash ^ (units[unit] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}

/** Whether places can be kept in a byte each. */
function fits({ starts, ends, length }: TokenSink, before: number, base: number): boolean {
  if (length - before > MAX_TOKENS) return false;
  for (let token = before; token < length; token++) {
    const start = (starts[token] ?? 0) - base;
    const end = (ends[token] ?? 0) - base;
    if (start < 0 || end < 0 || start > MAX_PLACE || end > MAX_PLACE) return false;
  }
  return true;
}

/**
 * A bounded cache from words to tokens, without an object or string per entry; it starts again when it is full. A slot has some bits of
 * the hash and where in the pool the entry is: its head, the units of the word, ids and places.
 */
export function createWordCache(): WordCache {
  let slots = new Int32Array(0);
  let mask = 0;
  // The pool as whole numbers for heads and ids, and as halves for units and, start and end in a byte each, places.
  let pool = new Int32Array(0);
  let halves = new Uint16Array(0);
  // Not 0, which is a free slot.
  let used = 1;
  let wordCount = 0;
  let lastHash = 0;
  let lastSize = 0;

  const usePool = (size: number): void => {
    const old = pool;
    pool = new Int32Array(size);
    pool.set(old);
    halves = new Uint16Array(pool.buffer);
  };

  const insert = (hash: number, entry: number): void => {
    let slot = hash & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = (hash & -MAX_POOL) | entry;
  };

  const useSlots = (size: number): void => {
    slots = new Int32Array(size);
    mask = size - 1;
    for (let entry = 1; entry < used; ) {
      const head = pool[entry] ?? 0;
      const length = (head & SIZE_MASK) % SIZES;
      const start = (entry + 1) * 2;
      const word = { units: halves, start, end: start + length };
      insert(hashOf(word, Math.floor((head & SIZE_MASK) / SIZES)), entry);
      const count = head >> SIZE_BITS;
      entry += 1 + ((length + 1) >> 1) + count + ((count + 1) >> 1);
    }
  };

  const clear = (): void => {
    slots.fill(0);
    used = 1;
    wordCount = 0;
  };

  const copyTokens = (entry: number, word: Word, sink: TokenSink): void => {
    const count = (pool[entry] ?? 0) >> SIZE_BITS;
    reserveTokens(sink, count);
    const { ids, starts, ends } = sink;
    const base = word.start;
    const first = entry + 1 + ((word.end - base + 1) >> 1);
    const to = sink.length;
    sink.length = to + count;
    for (let token = 0; token < count; token++) ids[to + token] = pool[first + token] ?? 0;
    if (!sink.placed) return;
    const places = (first + count) * 2;
    for (let token = 0; token < count; token++) {
      const place = halves[places + token] ?? 0;
      starts[to + token] = base + (place >> 8);
      ends[to + token] = base + (place & 0xff);
    }
  };

  /** Where a new entry goes, after making room for it. */
  const nextEntry = (size: number): number => {
    if (wordCount >= (slots.length >> 2) * 3) {
      if (slots.length < MAX_SLOTS) useSlots(slots.length * GROWTH);
      else clear();
    }
    if (used + size > MAX_POOL) clear();
    if (used + size > pool.length) usePool(pool.length * 2);
    wordCount++;
    const entry = used;
    used += size;
    return entry;
  };

  return {
    copy: (word, sink, kind = 0) => {
      const { units, start, end } = word;
      const length = end - start;
      if (length > LONGEST_CACHED_WORD) return false;
      if (mask === 0) {
        usePool(FIRST_POOL);
        useSlots(FIRST_SLOTS);
      }
      const hash = hashOf(word, kind);
      const size = length + kind * SIZES;
      for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
        const found = slots[slot] ?? 0;
        if (found === 0) break;
        if ((found ^ hash) >>> POOL_BITS !== 0) continue;
        const entry = found & (MAX_POOL - 1);
        if (((pool[entry] ?? 0) & SIZE_MASK) !== size) continue;
        let unit = start;
        for (let at = (entry + 1) * 2; unit < end && halves[at] === units[unit]; at++) unit++;
        if (unit < end) continue;
        copyTokens(entry, word, sink);
        return true;
      }
      lastHash = hash;
      lastSize = size;
      return false;
    },
    store: (word, sink, before) => {
      const { units, start, end } = word;
      const length = end - start;
      if (length > LONGEST_CACHED_WORD || !fits(sink, before, start)) return;
      const count = sink.length - before;
      const unitRoom = (length + 1) >> 1;
      const entry = nextEntry(1 + unitRoom + count + ((count + 1) >> 1));
      insert(lastHash, entry);
      pool[entry] = (count << SIZE_BITS) | lastSize;
      let half = (entry + 1) * 2;
      for (let unit = start; unit < end; unit++) halves[half++] = units[unit] ?? 0;
      const first = entry + 1 + unitRoom;
      half = (first + count) * 2;
      for (let token = 0; token < count; token++) {
        const place = (((sink.starts[before + token] ?? 0) - start) << 8) | ((sink.ends[before + token] ?? 0) - start);
        pool[first + token] = sink.ids[before + token] ?? 0;
        halves[half++] = place;
      }
    },
  };
}
