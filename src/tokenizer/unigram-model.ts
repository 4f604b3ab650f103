import * as v from 'valibot';
import type { LookUp, Model } from './model.ts';
import { readSection } from './read-section.ts';
import { pushToken, type TokenSink } from './token-sink.ts';
import { TokenizerError } from './tokenizer-error.ts';
import { createWordCache, LONGEST_CACHED_WORD, type Word } from './word-cache.ts';

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

function createTrie(texts: readonly string[]): Trie {
  const units = texts.reduce((sum, text) => sum + text.length, 0);
  let size = 16;
  while (size < units * 2) size *= 2;
  const mask = size - 1;
  const parents = new Int32Array(size).fill(-1);
  const labels = new Uint16Array(size);
  const children = new Int32Array(size);
  const ids = new Int32Array(units + 1).fill(-1);
  let nodes = 1;
  const slotOf = (node: number, unit: number): number => {
    const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(unit + 1, 0x85ebca6b);
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    while (parents[slot] !== -1 && (parents[slot] !== node || labels[slot] !== unit)) slot = (slot + 1) & mask;
    return slot;
  };
  for (const [id, text] of texts.entries()) {
    let node = 0;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      const slot = slotOf(node, unit);
      if (parents[slot] === -1) {
        parents[slot] = node;
        labels[slot] = unit;
        children[slot] = nodes++;
      }
      node = children[slot] ?? 0;
    }
    ids[node] = id;
  }
  return {
    child: (node, unit) => {
      const slot = slotOf(node, unit);
      return parents[slot] === -1 ? -1 : (children[slot] ?? -1);
    },
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

interface Path {
  readonly ids: Int32Array;
  /** Per end, where the best last piece starts; -1 for places no path reaches. */
  readonly starts: Int32Array;
}

function unitsAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

function createSearch({ texts, scores, lowest }: Scored, unknown: number): (text: string) => Path {
  const trie = createTrie(texts);
  const unknownScore = lowest - UNKNOWN_PENALTY;
  return (text) => {
    const length = text.length;
    const best = new Float64Array(length + 1);
    const ids = new Int32Array(length + 1);
    const starts = new Int32Array(length + 1).fill(-1);
    const offer = (start: number, end: number, id: number, score: number): void => {
      if (starts[end] !== -1 && score <= (best[end] ?? 0)) return;
      best[end] = score;
      starts[end] = start;
      ids[end] = id;
    };
    for (let start = 0; start < length; ) {
      const soFar = best[start] ?? 0;
      const single = unitsAt(text, start);
      let hasSingle = false;
      let node = 0;
      for (let end = start; end < length; ) {
        node = trie.child(node, text.charCodeAt(end++));
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
    return { ids, starts };
  };
}

/** The Unigram model of huggingface/tokenizers: the best path by score, unknown characters fused. */
export function createUnigramModel(given: Settings, lookUp: LookUp): Model {
  const unknown = given.unk_id ?? -1;
  const search = createSearch(readScores(given.vocab), unknown);
  const cache = createWordCache();
  const encoder = new TextEncoder();

  const bytesOf = (text: string): number[] | undefined => {
    if (!given.byte_fallback) return undefined;
    const ids = [...encoder.encode(text)].map(
      (byte) => lookUp(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`) ?? -1,
    );
    return ids.includes(-1) ? undefined : ids;
  };

  const append = (text: string, range: readonly [number, number], sink: TokenSink): void => {
    const id = lookUp(text);
    const bytes = id === undefined ? bytesOf(text) : undefined;
    if (bytes) for (const byte of bytes) pushToken(sink, byte, range);
    else pushToken(sink, id ?? unknown, range);
  };

  const encode = ({ text: whole, start: base, end: limit }: Word, sink: TokenSink): void => {
    const text = whole.slice(base, limit);
    const { ids, starts } = search(text);
    const bounds: number[] = [text.length];
    for (let end = text.length; end > 0; ) {
      let start = starts[end] ?? 0;
      if (ids[end] === unknown) while (start > 0 && ids[start] === unknown) start = starts[start] ?? 0;
      bounds.push(start);
      end = start;
    }
    for (let index = bounds.length - 1; index > 0; index--) {
      const start = bounds[index] ?? 0;
      const end = bounds[index - 1] ?? 0;
      append(text.slice(start, end), [base + start, base + end], sink);
    }
  };

  return {
    encodeWord: (word, sink) => {
      const cached = word.end - word.start <= LONGEST_CACHED_WORD;
      if (word.end === word.start || (cached && cache.copy(word, sink))) return;
      const before = sink.length;
      encode(word, sink);
      if (cached) cache.store(word, sink, before);
    },
  };
}
