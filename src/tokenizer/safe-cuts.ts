import type { LookUp } from './model.ts';

interface CutSettings {
  readonly merges: readonly unknown[];
  readonly continuing_subword_prefix?: string | null | undefined;
  readonly end_of_word_suffix?: string | null | undefined;
  readonly ignore_merges: boolean;
  readonly unk_token?: string | null | undefined;
}

interface CutOptions {
  readonly lookUp: LookUp;
  readonly fallback: Int32Array | undefined;
  readonly readPair: (merge: unknown) => readonly [string, string] | undefined;
}

/** Whether a word can be cut between two UTF-16 units that stand next to each other without changing its tokens. */
export type SafeCuts = (before: number, after: number) => boolean;

function lastCodePoint(text: string): number {
  const last = text.codePointAt(text.length - 2) ?? 0;
  return last > 0xffff ? last : text.charCodeAt(text.length - 1);
}

const HIGHEST = 0xffff;

/** A set of integers in an open-addressing table; 0 counts as present. */
function createPairs(count: number): { add(pair: number): void; has(pair: number): boolean } {
  let size = 16;
  while (size < count * 2) size *= 2;
  const table = new Int32Array(size);
  const slotOf = (pair: number): number => {
    const mixed = Math.imul(pair, 0x9e3779b1);
    let slot = (mixed ^ (mixed >>> 15)) & (size - 1);
    while (table[slot] !== 0 && table[slot] !== pair) slot = (slot + 1) & (size - 1);
    return slot;
  };
  return {
    add: (pair) => {
      table[slotOf(pair)] = pair;
    },
    has: (pair) => pair === 0 || table[slotOf(pair)] === pair,
  };
}

/**
 * Where long words can be taken apart: between two characters that no merge ever joins. Tokenizers in the manner of
 * SentencePiece have no pre-tokeniser, so whole texts come as one word, and their words repeat. Merging
 * then happens on either side as if the other were not there: no pair reaches across, and the order of the merges on one
 * side does not depend on the other. Undefined where cutting could be seen: affixes mark the ends of words, and unknown
 * characters fuse or vanish.
 */
export function safeCuts(given: CutSettings, { lookUp, fallback, readPair }: CutOptions): SafeCuts | undefined {
  if (given.continuing_subword_prefix || given.end_of_word_suffix || given.ignore_merges) return undefined;
  const spelled = fallback !== undefined && !fallback.includes(-1);
  // A character without any token vanishes and moves everything behind it.
  if (!spelled && typeof given.unk_token !== 'string') return undefined;
  const joined = createPairs(given.merges.length + 1);
  for (const merge of given.merges) {
    const [left = '', right = ''] = readPair(merge) ?? [];
    // Byte tokens are written `<0x0A>` but stand for other text.
    if (fallback && (/^<0x[0-9A-F]{2}>$/.test(left) || /^<0x[0-9A-F]{2}>$/.test(right))) return undefined;
    const before = lastCodePoint(left);
    const after = right.codePointAt(0) ?? 0;
    // Characters beyond the basic plane are never cut off.
    if (before <= HIGHEST && after <= HIGHEST) joined.add((before << 16) | after);
  }
  // 0 not asked yet, 1 known, 2 unknown.
  const states = new Uint8Array(HIGHEST + 1);
  const isKnown = (unit: number): boolean => {
    if (states[unit] === 0) states[unit] = spelled || lookUp(String.fromCharCode(unit)) !== undefined ? 1 : 2;
    return states[unit] === 1;
  };
  const isSurrogate = (unit: number): boolean => (unit & 0xf800) === 0xd800;
  return (before, after) => {
    if (isSurrogate(before) || isSurrogate(after)) return false;
    return !joined.has((before << 16) | after) && isKnown(before) && isKnown(after);
  };
}
