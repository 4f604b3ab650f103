import { reserveTokens, type TokenSink } from './token-sink.ts';

// 65,536 slots, at most three quarters used; longer words are rarely seen twice.
const SLOTS = 1 << 16;
const MAX_WORDS = (SLOTS * 3) / 4;
const MAX_UNITS = 1 << 20;
const MAX_TOKENS = 1 << 18;
export const LONGEST_CACHED_WORD = 64;

/** A part of a text. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface WordCache {
  /** Appends the tokens of a word that is known; false when it is not. */
  copy(word: Word, sink: TokenSink): boolean;
  /** Remembers what was appended to the sink since it had `before` tokens. Follows a `copy` of the same word. */
  store(word: Word, sink: TokenSink, before: number): void;
}

/** A bounded cache from words to tokens, without an object or string per entry; it starts again when it is full. */
export function createWordCache(): WordCache {
  let slots: Int32Array | undefined;
  let hashes = new Int32Array(0);
  let wordStarts = new Int32Array(0);
  let wordLengths = new Uint8Array(0);
  let tokenStarts = new Int32Array(0);
  let tokenCounts = new Uint8Array(0);
  let units = new Uint16Array(0);
  let tokens = new Int32Array(0);
  let unitCount = 0;
  let tokenCount = 0;
  let wordCount = 0;
  let lastHash = 0;
  let lastSlot = 0;

  const start = (): Int32Array => {
    hashes = new Int32Array(MAX_WORDS);
    wordStarts = new Int32Array(MAX_WORDS);
    wordLengths = new Uint8Array(MAX_WORDS);
    tokenStarts = new Int32Array(MAX_WORDS);
    tokenCounts = new Uint8Array(MAX_WORDS);
    units = new Uint16Array(MAX_UNITS);
    tokens = new Int32Array(MAX_TOKENS * 3);
    return new Int32Array(SLOTS).fill(-1);
  };

  const same = (entry: number, word: Word): boolean => {
    const length = word.end - word.start;
    if (wordLengths[entry] !== length) return false;
    const from = wordStarts[entry] ?? 0;
    for (let unit = 0; unit < length; unit++) {
      if (units[from + unit] !== word.text.charCodeAt(word.start + unit)) return false;
    }
    return true;
  };

  const copyTokens = (entry: number, word: Word, sink: TokenSink): void => {
    const count = tokenCounts[entry] ?? 0;
    reserveTokens(sink, count);
    let at = tokenStarts[entry] ?? 0;
    const { ids, starts, ends } = sink;
    let to = sink.length;
    for (let token = 0; token < count; token++) {
      ids[to] = tokens[at] ?? 0;
      starts[to] = word.start + (tokens[at + 1] ?? 0);
      ends[to++] = word.start + (tokens[at + 2] ?? 0);
      at += 3;
    }
    sink.length = to;
  };

  return {
    copy: (word, sink) => {
      slots ??= start();
      let hash = 0x811c9dc5 | 0;
      for (let unit = word.start; unit < word.end; unit++) {
        hash = Math.imul(hash ^ word.text.charCodeAt(unit), 0x01000193);
      }
      hash ^= hash >>> 15;
      let slot = hash & (SLOTS - 1);
      for (;;) {
        const entry = slots[slot] ?? -1;
        if (entry === -1) break;
        if (hashes[entry] === hash && same(entry, word)) {
          copyTokens(entry, word, sink);
          return true;
        }
        slot = (slot + 1) & (SLOTS - 1);
      }
      lastHash = hash;
      lastSlot = slot;
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
      const entry = wordCount++;
      slots[lastSlot] = entry;
      hashes[entry] = lastHash;
      wordStarts[entry] = unitCount;
      wordLengths[entry] = length;
      for (let unit = word.start; unit < word.end; unit++) units[unitCount++] = word.text.charCodeAt(unit);
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
