import * as v from 'valibot';
import { BYTE_CHARACTERS } from './byte-text.ts';
import { mergeSymbols, type Symbols } from './merge-symbols.ts';
import { createMergeTable, type MergeTable } from './merge-table.ts';
import type { LookUp, Model } from './model.ts';
import { readSection } from './read-section.ts';
import { safeCuts } from './safe-cuts.ts';
import type { TokenSink } from './token-sink.ts';
import { TokenizerError } from './tokenizer-error.ts';
import { createWordCache, LONGEST_CACHED_WORD, type Word } from './word-cache.ts';

const text = v.nullish(v.string());
const settings = v.looseObject({
  dropout: v.nullish(v.number()),
  unk_token: text,
  continuing_subword_prefix: text,
  end_of_word_suffix: text,
  fuse_unk: v.optional(v.boolean(), false),
  byte_fallback: v.optional(v.boolean(), false),
  ignore_merges: v.optional(v.boolean(), false),
  merges: v.custom<readonly unknown[]>((merges) => Array.isArray(merges), 'must be a list'),
});

type Settings = v.InferOutput<typeof settings>;
type Pair = readonly [left: string, right: string];

function readPair(merge: unknown): Pair | undefined {
  if (typeof merge === 'string') {
    const space = merge.indexOf(' ');
    if (space === -1 || merge.indexOf(' ', space + 1) !== -1) return undefined;
    return [merge.slice(0, space), merge.slice(space + 1)];
  }
  if (!Array.isArray(merge) || merge.length !== 2) return undefined;
  const [left, right]: unknown[] = merge;
  return typeof left === 'string' && typeof right === 'string' ? [left, right] : undefined;
}

function mergeTexts(given: Settings, index: number): readonly [left: string, right: string, result: string] {
  const pair = readPair(given.merges[index]);
  if (!pair) throw new TokenizerError(`model.merges[${index}]`, 'must be two texts');
  const [left, right] = pair;
  return [left, right, left + right.slice(given.continuing_subword_prefix?.length ?? 0)];
}

// Looking up the texts of more merges would take longer than parsing the file; those are looked up when first needed.
const CHECKED_MERGES = 20_000;

/** Throws TokenizerError for the first merge that is none, or whose texts are not in the vocabulary. */
export function checkMerges(given: Settings, lookUp: LookUp): void {
  const all = given.merges.length <= CHECKED_MERGES;
  for (let index = 0; index < given.merges.length; index++) {
    const merge = given.merges[index];
    if (!all && (typeof merge === 'string' || Array.isArray(merge))) continue;
    for (const text of mergeTexts(given, index)) knownText(text, index, lookUp);
  }
}

function knownText(text: string, index: number, lookUp: LookUp): number {
  const id = lookUp(text);
  if (id !== undefined) return id;
  throw new TokenizerError(`model.merges[${index}]`, `${JSON.stringify(text)} is not in model.vocab`);
}

function readMerges(given: Settings, lookUp: LookUp): MergeTable {
  return createMergeTable(given.merges.length, (index) => {
    const [left, right, result] = mergeTexts(given, index);
    return {
      left: knownText(left, index, lookUp),
      right: knownText(right, index, lookUp),
      result: knownText(result, index, lookUp),
    };
  });
}

function createSymbols(size: number): Symbols {
  return { ids: new Int32Array(size), starts: new Int32Array(size), ends: new Int32Array(size), length: 0 };
}

function add(symbols: Symbols, id: number, start: number, end: number): void {
  const at = symbols.length++;
  symbols.ids[at] = id;
  symbols.starts[at] = start;
  symbols.ends[at] = end;
}

const utf8Size = (codePoint: number): number =>
  codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;

/** Adds one symbol per UTF-8 byte of the word; false when a byte has no token. */
function addBytes(symbols: Symbols, { text: whole, start, end }: Word, byteIds: Int32Array): void {
  for (let unit = start; unit < end; unit++) {
    const code = whole.charCodeAt(unit);
    if (code < 0x80) {
      add(symbols, byteIds[code] ?? 0, unit, unit + 1);
      continue;
    }
    const codePoint = whole.codePointAt(unit) ?? 0;
    const size = utf8Size(codePoint);
    const next = unit + (codePoint > 0xffff ? 2 : 1);
    const lead = size === 2 ? 0xc0 : size === 3 ? 0xe0 : 0xf0;
    for (let byte = size - 1; byte >= 0; byte--) {
      const bits = codePoint >> (6 * byte);
      add(symbols, byteIds[byte === size - 1 ? lead | bits : 0x80 | (bits & 0x3f)] ?? 0, unit, next);
    }
    unit = next - 1;
  }
}

interface Alphabet {
  readonly given: Settings;
  readonly lookUp: LookUp;
  readonly unknown: number | undefined;
  /** Ids of `<0x00>` to `<0xFF>`, -1 for those without. */
  readonly fallback: Int32Array | undefined;
}

interface Raw {
  readonly id: number;
  /** How many bytes of the word the library thinks the symbol stands for. */
  bytes: number;
}

const encoder = new TextEncoder();

function unknownId({ given, unknown }: Alphabet): number {
  if (unknown !== undefined) return unknown;
  throw new TokenizerError('model.unk_token', `${JSON.stringify(given.unk_token)} is not in model.vocab`);
}

interface Ends {
  readonly first: boolean;
  readonly last: boolean;
}

function withAffixes(given: Settings, character: string, { first, last }: Ends): string {
  const prefix = first ? '' : (given.continuing_subword_prefix ?? '');
  return prefix + character + (last ? (given.end_of_word_suffix ?? '') : '');
}

function rawSymbols(characters: readonly string[], alphabet: Alphabet): Raw[] {
  const { given, lookUp, fallback } = alphabet;
  const raw: Raw[] = [];
  // An unknown character waits for the next known one, so byte tokens overtake it; the library does the same.
  let waiting: Raw | undefined;
  for (const [index, character] of characters.entries()) {
    const written = withAffixes(given, character, { first: index === 0, last: index === characters.length - 1 });
    const bytes = utf8Size(character.codePointAt(0) ?? 0);
    const id = lookUp(written);
    if (id !== undefined) {
      if (waiting) raw.push(waiting);
      waiting = undefined;
      raw.push({ id, bytes });
      continue;
    }
    const spelled = fallback ? [...encoder.encode(written)].map((byte) => fallback[byte] ?? -1) : undefined;
    if (spelled && !spelled.includes(-1)) {
      for (const byteId of spelled) raw.push({ id: byteId, bytes: 1 });
    } else if (typeof given.unk_token === 'string') {
      if (waiting && given.fuse_unk) waiting.bytes += bytes;
      else {
        if (waiting) raw.push(waiting);
        waiting = { id: unknownId(alphabet), bytes };
      }
    }
  }
  if (waiting) raw.push(waiting);
  return raw;
}

// The library counts bytes from the first symbol on, so that dropped or overtaken characters move everything behind them.
function placed(raw: readonly Raw[], { text: whole, start, end }: Word): Symbols {
  const characterStarts: number[] = [];
  const characterEnds: number[] = [];
  for (let unit = start; unit < end; ) {
    const codePoint = whole.codePointAt(unit) ?? 0;
    const next = unit + (codePoint > 0xffff ? 2 : 1);
    for (let byte = utf8Size(codePoint); byte > 0; byte--) {
      characterStarts.push(unit);
      characterEnds.push(next);
    }
    unit = next;
  }
  const symbols = createSymbols(raw.length);
  let at = 0;
  for (const { id, bytes } of raw) {
    add(symbols, id, characterStarts[at] ?? end, characterEnds[at + bytes - 1] ?? end);
    at += bytes;
  }
  return symbols;
}

function readFallback(lookUp: LookUp): Int32Array {
  return Int32Array.from({ length: 256 }, (_, byte) => {
    const name = `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
    return lookUp(name) ?? -1;
  });
}

/** Checks the settings of a `BPE` model. Throws TokenizerError with the path of what is damaged or not supported. */
export function readBpeSettings(section: unknown): Settings {
  const given = readSection(settings, section, 'model');
  if (given.dropout) throw new TokenizerError('model.dropout', 'makes tokens random, which cannot be reproduced');
  return given;
}

/** The ids of the 256 characters of the byte-level alphabet, undefined when one is missing. */
function readByteIds(lookUp: LookUp): Int32Array | undefined {
  const ids = BYTE_CHARACTERS.map((character) => lookUp(character) ?? -1);
  return ids.includes(-1) ? undefined : Int32Array.from(ids);
}

export interface BpeOptions {
  readonly lookUp: LookUp;
  /** Words are given as they are written and still have to be put into byte-level characters. */
  readonly bytes: boolean;
}

/** Whether words can be given to the model as they are written, without going through byte-level characters. */
export function knowsEveryByte(given: Settings, lookUp: LookUp): boolean {
  return !given.continuing_subword_prefix && !given.end_of_word_suffix && readByteIds(lookUp) !== undefined;
}

function byteCharacters(written: string): string {
  let characters = '';
  for (const byte of encoder.encode(written)) characters += BYTE_CHARACTERS[byte] ?? '';
  return characters;
}

/** Byte-pair encoding as huggingface/tokenizers does it. Tables are built here, so make the model when it is first needed. */
export function createBpeModel(given: Settings, { lookUp, bytes }: BpeOptions): Model {
  const table = readMerges(given, lookUp);
  const cache = createWordCache();
  const byteIds = bytes ? readByteIds(lookUp) : undefined;
  const unknown = typeof given.unk_token === 'string' ? lookUp(given.unk_token) : undefined;
  const alphabet: Alphabet = {
    given,
    lookUp,
    unknown,
    fallback: given.byte_fallback ? readFallback(lookUp) : undefined,
  };
  const cuts = byteIds ? undefined : safeCuts(given, { lookUp, fallback: alphabet.fallback, readPair });
  let scratch = createSymbols(256);

  const mergeWord = (word: Word, sink: TokenSink): void => {
    if (!byteIds) {
      const symbols = placed(rawSymbols([...word.text.slice(word.start, word.end)], alphabet), word);
      mergeSymbols(symbols, table, sink);
      return;
    }
    const most = (word.end - word.start) * 3;
    if (scratch.ids.length < most) scratch = createSymbols(most);
    scratch.length = 0;
    addBytes(scratch, word, byteIds);
    mergeSymbols(scratch, table, sink);
    if (most > 65_536) scratch = createSymbols(256);
  };

  const whole = (word: Word): number | undefined => {
    if (!given.ignore_merges) return undefined;
    const written = word.text.slice(word.start, word.end);
    return lookUp(byteIds ? byteCharacters(written) : written);
  };

  const encodeShort = (word: Word, sink: TokenSink): void => {
    const cached = word.end - word.start <= LONGEST_CACHED_WORD;
    if (cached && cache.copy(word, sink)) return;
    const before = sink.length;
    mergeWord(word, sink);
    if (cached) cache.store(word, sink, before);
  };

  const encodePieces = (word: Word, sink: TokenSink): void => {
    let from = word.start;
    cuts?.(word, (at) => {
      encodeShort({ text: word.text, start: from, end: at }, sink);
      from = at;
    });
    encodeShort({ text: word.text, start: from, end: word.end }, sink);
  };

  return {
    encodeWord: (word, sink) => {
      const length = word.end - word.start;
      if (length === 0) return;
      const cached = length <= LONGEST_CACHED_WORD && !cuts;
      if (cached && cache.copy(word, sink)) return;
      const before = sink.length;
      const id = whole(word);
      if (id !== undefined) {
        mergeSymbols(
          { ids: Int32Array.of(id), starts: Int32Array.of(word.start), ends: Int32Array.of(word.end), length: 1 },
          table,
          sink,
        );
      } else if (cuts) encodePieces(word, sink);
      else mergeWord(word, sink);
      if (cached) cache.store(word, sink, before);
    },
  };
}
