import * as v from 'valibot';
import type { LookUp, Model } from './model.ts';
import { readSection } from './read-section.ts';
import { pushToken, reserveTokens, type TokenSink } from './token-sink.ts';
import { TokenizerError } from './tokenizer-error.ts';
import { type Word, wordText } from './word.ts';
import { createWordCache } from './word-cache.ts';

const settings = v.looseObject({
  unk_id: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0))),
  byte_fallback: v.optional(v.boolean(), false),
  vocab: v.custom<readonly unknown[]>((vocab) => Array.isArray(vocab), 'must be a list'),
});
type Settings = v.InferOutput<typeof settings>;

// What SentencePiece takes off the lowest score for an unknown character.
const UNKNOWN_PENALTY = 10;

/** Checks the settings of a `Unigram` model. Throws TokenizerError with the path of what is damaged. */
export function readUnigramSettings(section: unknown): Settings {
  const given = readSection(settings, section, 'model');
  if (typeof given.unk_id === 'number' && given.unk_id >= given.vocab.length) {
    throw new TokenizerError('model.unk_id', `is beyond the ${given.vocab.length} entries of model.vocab`);
  }
  return given;
}

interface Trie {
  /** The node below `node` for a UTF-16 unit, -1 when there is none. */
  child(node: number, unit: number): number;
  /** Per node the id of the text that ends there, -1 for none. */
  readonly ids: Int32Array;
}

// A slot has the parent, the unit and the child side by side: they are always read together.
const SLOT = 4;

/** A trie in one open-addressing table. */
function createTrie(texts: readonly string[]): Trie {
  const units = texts.reduce((sum, text) => sum + text.length, 0);
  let size = 16;
  while (size < units * 2) size *= 2;
  const mask = size - 1;
  const table = new Int32Array(size * SLOT).fill(-1);
  const roots = new Int32Array(65_536).fill(-1);
  const ids = new Int32Array(units + 1).fill(-1);
  let nodes = 1;
  const slotOf = (node: number, unit: number): number => {
    const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(unit + 1, 0x85ebca6b);
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    for (;;) {
      const at = slot * SLOT;
      if (table[at] === -1 || (table[at] === node && table[at + 1] === unit)) return at;
      slot = (slot + 1) & mask;
    }
  };
  const add = (node: number, unit: number): number => {
    if (node === 0) {
      if (roots[unit] === -1) roots[unit] = nodes++;
      return roots[unit] ?? 0;
    }
    const slot = slotOf(node, unit);
    if (table[slot] === -1) {
      table[slot] = node;
      table[slot + 1] = unit;
      table[slot + 2] = nodes++;
    }
    return table[slot + 2] ?? 0;
  };
  for (const [id, text] of texts.entries()) {
    let node = 0;
    for (let at = 0; at < text.length; at++) node = add(node, text.charCodeAt(at));
    ids[node] = id;
  }
  return {
    child: (node, unit) => (node === 0 ? (roots[unit] ?? -1) : (table[slotOf(node, unit) + 2] ?? -1)),
    ids,
  };
}

interface Scored {
  readonly texts: readonly string[];
  readonly scores: Float64Array;
  readonly lowest: number;
}

// serde_json reads digits as a whole number and divides once, which can be one step off the nearest double. Scores with
// 17 digits are affected, and with them which of two equally good paths wins.
function asSerdeReads(score: number): number {
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(score)) ?? [];
  const power = Number(exponent) - fraction.length;
  const digits = Number(whole + fraction);
  const value = power < 0 ? digits / Number(`1e${-power}`) : digits * Number(`1e${power}`);
  return sign === '-' ? -value : value;
}

function readScores(vocab: readonly unknown[]): Scored {
  const scores = new Float64Array(vocab.length);
  let lowest = Number.POSITIVE_INFINITY;
  const texts = vocab.map((entry, id) => {
    const [text, score]: unknown[] = Array.isArray(entry) ? entry : [];
    if (typeof text !== 'string' || typeof score !== 'number') {
      throw new TokenizerError(`model.vocab[${id}]`, 'must be a pair of a text and a score');
    }
    const read = asSerdeReads(score);
    scores[id] = read;
    lowest = Math.min(lowest, read);
    return text;
  });
  return { texts, scores, lowest };
}

/** The best path: per end (counted from the start of the word) the last piece and where it starts, -1 where none ends. */
interface Path {
  readonly best: Float64Array;
  readonly ids: Int32Array;
  readonly starts: Int32Array;
}

const USUAL_LENGTH = 256;
const MOST_KEPT_LENGTH = 65_536;

function createPath(length: number): Path {
  return { best: new Float64Array(length), ids: new Int32Array(length), starts: new Int32Array(length) };
}

function createSearch({ scores, lowest }: Scored, trie: Trie, unknown: number): (word: Word) => Path {
  const unknownScore = lowest - UNKNOWN_PENALTY;
  let path = createPath(USUAL_LENGTH);
  const offer = (start: number, end: number, id: number, score: number): void => {
    const { best, ids, starts } = path;
    if (starts[end] !== -1 && score <= (best[end] ?? 0)) return;
    best[end] = score;
    starts[end] = start;
    ids[end] = id;
  };
  return ({ units, start: base, end: limit }) => {
    const length = limit - base;
    const room = path.starts.length;
    if (length >= room || room > MOST_KEPT_LENGTH) path = createPath(Math.max(length + 1, USUAL_LENGTH));
    path.starts.fill(-1, 0, length + 1);
    path.best[0] = 0;
    for (let start = 0; start < length; ) {
      const soFar = path.best[start] ?? 0;
      const high = ((units[base + start] ?? 0) & 0xfc00) === 0xd800;
      const single = high && ((units[base + start + 1] ?? 0) & 0xfc00) === 0xdc00 && start + 1 < length ? 2 : 1;
      let hasSingle = false;
      let node = 0;
      for (let end = start; end < length; ) {
        node = trie.child(node, units[base + end++] ?? 0);
        if (node === -1) break;
        const id = trie.ids[node] ?? -1;
        if (id === -1) continue;
        offer(start, end, id, (scores[id] ?? 0) + soFar);
        if (end - start === single) hasSingle = true;
      }
      if (!hasSingle) {
        if (unknown === -1)
          throw new TokenizerError('model.unk_id', 'is missing, but a character is not in model.vocab');
        offer(start, start + single, unknown, unknownScore + soFar);
      }
      start += single;
    }
    return path;
  };
}

/** The Unigram model of huggingface/tokenizers: the best path by score, unknown characters fused. */
export function createUnigramModel(given: Settings, lookUp: LookUp): Model {
  const unknown = given.unk_id ?? -1;
  const scored = readScores(given.vocab);
  const trie = createTrie(scored.texts);
  const search = createSearch(scored, trie, unknown);
  const cache = createWordCache();
  const encoder = new TextEncoder();
  // Ends of the pieces, last one first.
  let bounds = new Int32Array(USUAL_LENGTH);

  const bytesOf = (word: Word, [start, end]: readonly [number, number]): number[] | undefined => {
    if (!given.byte_fallback) return undefined;
    const ids = [...encoder.encode(wordText({ ...word, start, end }))].map(
      (byte) => lookUp(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`) ?? -1,
    );
    return ids.includes(-1) ? undefined : ids;
  };

  const tokenOf = ({ units }: Word, from: number, to: number): number => {
    let node = 0;
    for (let at = from; at < to && node !== -1; at++) node = trie.child(node, units[at] ?? 0);
    return node === -1 ? -1 : (trie.ids[node] ?? -1);
  };

  const appendUnknown = (word: Word, range: readonly [number, number], sink: TokenSink): void => {
    // Fused unknown characters can be a token after all: one whose score is too low to be chosen.
    const id = tokenOf(word, range[0], range[1]);
    const bytes = id === -1 ? bytesOf(word, range) : undefined;
    if (bytes) for (const byte of bytes) pushToken(sink, byte, range);
    else pushToken(sink, id === -1 ? unknown : id, range);
  };

  const findBounds = ({ ids, starts }: Path, length: number): number => {
    const room = bounds.length;
    if (length > room || room > MOST_KEPT_LENGTH) bounds = new Int32Array(Math.max(length, USUAL_LENGTH));
    let count = 0;
    for (let end = length; end > 0; ) {
      bounds[count++] = end;
      let start = starts[end] ?? 0;
      if (ids[end] === unknown) while (start > 0 && ids[start] === unknown) start = starts[start] ?? 0;
      end = start;
    }
    return count;
  };

  const encode = (word: Word, path: Path, sink: TokenSink): void => {
    const { start: base, end: limit } = word;
    const { ids } = path;
    const count = findBounds(path, limit - base);
    let start = base;
    for (let index = count - 1; index >= 0; index--) {
      const at = bounds[index] ?? 0;
      const id = ids[at] ?? 0;
      const end = base + at;
      if (id === unknown) appendUnknown(word, [start, end], sink);
      else {
        reserveTokens(sink, 1);
        sink.ids[sink.length] = id;
        sink.starts[sink.length] = start;
        sink.ends[sink.length++] = end;
      }
      start = end;
    }
  };

  return {
    encodeWord: (word, sink, remember = true) => {
      if (word.end === word.start || (remember && cache.copy(word, sink))) return;
      const before = sink.length;
      encode(word, search(word), sink);
      if (remember) cache.store(word, sink, before);
    },
  };
}
