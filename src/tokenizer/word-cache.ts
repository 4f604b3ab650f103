import { reserveTokens, type TokenSink } from './token-sink.ts';
import type { Word } from './word.ts';

// 65,536 slots, at most three quarters used; longer words are rarely seen twice.
const SLOTS = 1 << 16;
const MAX_WORDS = (SLOTS * 3) / 4;
const MAX_UNITS = 1 << 20;
const MAX_TOKENS = 1 << 19;
const FIRST_UNITS = 1 << 16;
const FIRST_TOKENS = 1 << 14;
export const LONGEST_CACHED_WORD = 64;
const SIZES = LONGEST_CACHED_WORD + 1;

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

/** A bounded cache from words to tokens, without an object or string per entry; it starts again when it is full. */
export function createWordCache(): WordCache {
  let slots: Int32Array | undefined;
  let hashes = new Int32Array(0);
  let wordStarts = new Int32Array(0);
  // Length and kind of each word.
  let wordSizes = new Uint16Array(0);
  let tokenStarts = new Int32Array(0);
  let tokenCounts = new Uint8Array(0);
  let units = new Uint16Array(0);
  let tokens = new Int32Array(0);
  let unitCount = 0;
  let tokenCount = 0;
  let wordCount = 0;
  let lastHash = 0;
  let lastSlot = 0;
  let lastSize = 0;

  const start = (): Int32Array => {
    hashes = new Int32Array(MAX_WORDS);
    wordStarts = new Int32Array(MAX_WORDS);
    wordSizes = new Uint16Array(MAX_WORDS);
    tokenStarts = new Int32Array(MAX_WORDS);
    tokenCounts = new Uint8Array(MAX_WORDS);
    units = new Uint16Array(FIRST_UNITS);
    tokens = new Int32Array(FIRST_TOKENS * 3);
    return new Int32Array(SLOTS).fill(-1);
  };

  const makeRoom = (moreUnits: number, moreTokens: number): void => {
    if (unitCount + moreUnits > units.length) {
      const old = units;
      units = new Uint16Array(old.length * 2);
      units.set(old);
    }
    if ((tokenCount + moreTokens) * 3 > tokens.length) {
      const old = tokens;
      tokens = new Int32Array(old.length * 2);
      tokens.set(old);
    }
  };

  const same = (entry: number, word: Word, size: number): boolean => {
    if (wordSizes[entry] !== size) return false;
    const { units: given, start: first, end } = word;
    let at = wordStarts[entry] ?? 0;
    for (let unit = first; unit < end; unit++) if (units[at++] !== given[unit]) return false;
    return true;
  };

  const copyTokens = (entry: number, base: number, sink: TokenSink): void => {
    const count = tokenCounts[entry] ?? 0;
    reserveTokens(sink, count);
    const { ids, starts, ends } = sink;
    const first = tokenStarts[entry] ?? 0;
    const last = first + count * 3;
    let to = sink.length;
    sink.length = to + count;
    if (!sink.placed) {
      for (let at = first; at < last; at += 3) ids[to++] = tokens[at] ?? 0;
      return;
    }
    for (let at = first; at < last; at += 3) {
      ids[to] = tokens[at] ?? 0;
      starts[to] = base + (tokens[at + 1] ?? 0);
      ends[to++] = base + (tokens[at + 2] ?? 0);
    }
  };

  return {
    copy: (word, sink, kind = 0) => {
      slots ??= start();
      const { units: given, start: first, end } = word;
      if (end - first > LONGEST_CACHED_WORD) return false;
      let hash = (0x811c9dc5 + kind) | 0;
      for (let unit = first; unit < end; unit++) hash = Math.imul(hash ^ (given[unit] ?? 0), 0x01000193);
      hash ^= hash >>> 15;
      const size = end - first + kind * SIZES;
      let slot = hash & (SLOTS - 1);
      for (;;) {
        const entry = slots[slot] ?? -1;
        if (entry === -1) break;
        if (hashes[entry] === hash && same(entry, word, size)) {
          copyTokens(entry, first, sink);
          return true;
        }
        slot = (slot + 1) & (SLOTS - 1);
      }
      lastHash = hash;
      lastSlot = slot;
      lastSize = size;
      return false;
    },
    store: (word, sink, before) => {
      const length = word.end - word.start;
      const count = sink.length - before;
      if (!slots || length > LONGEST_CACHED_WORD || count > 255) return;
      if (wordCount === MAX_WORDS || unitCount + length > MAX_UNITS || tokenCount + count > MAX_TOKENS) {
        slots.fill(-1);
        unitCount = 0;
        tokenCount = 0;
        wordCount = 0;
        lastSlot = lastHash & (SLOTS - 1);
      }
      makeRoom(length, count);
      const entry = wordCount++;
      slots[lastSlot] = entry;
      hashes[entry] = lastHash;
      wordStarts[entry] = unitCount;
      wordSizes[entry] = lastSize;
      for (let unit = word.start; unit < word.end; unit++) units[unitCount++] = word.units[unit] ?? 0;
      tokenStarts[entry] = tokenCount * 3;
      tokenCounts[entry] = count;
      let at = tokenCount * 3;
      for (let token = before; token < sink.length; token++) {
        tokens[at++] = sink.ids[token] ?? 0;
        tokens[at++] = (sink.starts[token] ?? 0) - word.start;
        tokens[at++] = (sink.ends[token] ?? 0) - word.start;
      }
      tokenCount += count;
    },
  };
}
