import { type BpeSettings, readMerges, readPair } from './bpe-settings.ts';
import { type Alphabet, addBytes, addKnown, createSymbols, createUnitIds, placed, rawSymbols } from './bpe-symbols.ts';
import { BYTE_CHARACTERS } from './byte-text.ts';
import { mergeSymbols } from './merge-symbols.ts';
import type { LookUp, Model } from './model.ts';
import { type SafeCuts, safeCuts } from './safe-cuts.ts';
import { pushToken, type TokenSink } from './token-sink.ts';
import { type Word, wordText } from './word.ts';
import { createWordCache } from './word-cache.ts';

const encoder = new TextEncoder();

function readFallback(lookUp: LookUp): Int32Array {
  return Int32Array.from({ length: 256 }, (_, byte) => {
    const name = `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
    return lookUp(name) ?? -1;
  });
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
export function knowsEveryByte(given: BpeSettings, lookUp: LookUp): boolean {
  return !given.continuing_subword_prefix && !given.end_of_word_suffix && readByteIds(lookUp) !== undefined;
}

function byteCharacters(written: string): string {
  let characters = '';
  for (const byte of encoder.encode(written)) characters += BYTE_CHARACTERS[byte] ?? '';
  return characters;
}

/** Byte-pair encoding as huggingface/tokenizers does it. Tables are built here, so make the model when it is first needed. */
export function createBpeModel(given: BpeSettings, { lookUp, bytes }: BpeOptions): Model {
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
  const unitIds = byteIds ? undefined : createUnitIds(alphabet);
  const separates = byteIds ? undefined : safeCuts(given, { lookUp, fallback: alphabet.fallback, readPair });
  let scratch = createSymbols(256);

  const mergeWord = (word: Word, sink: TokenSink): void => {
    const most = (word.end - word.start) * 3;
    if (scratch.ids.length < most) scratch = createSymbols(most);
    scratch.length = 0;
    if (byteIds) addBytes(scratch, word, byteIds);
    if (byteIds || (unitIds && addKnown(scratch, word, unitIds))) mergeSymbols(scratch, table, sink);
    else {
      const symbols = placed(rawSymbols([...wordText(word)], alphabet), word);
      mergeSymbols(symbols, table, sink);
    }
    if (most > 65_536) scratch = createSymbols(256);
  };

  const whole = (word: Word): number | undefined => {
    if (!given.ignore_merges) return undefined;
    const written = wordText(word);
    return lookUp(byteIds ? byteCharacters(written) : written);
  };

  const encodeNew = (word: Word, sink: TokenSink): void => {
    const id = whole(word);
    if (id === undefined) mergeWord(word, sink);
    else pushToken(sink, id, [word.start, word.end]);
  };

  const encodeUncut = (word: Word, sink: TokenSink): void => {
    if (cache.copy(word, sink)) return;
    const before = sink.length;
    encodeNew(word, sink);
    cache.store(word, sink, before);
  };

  const encodePieces = (separate: SafeCuts, word: Word, sink: TokenSink): void => {
    const { units, start, end } = word;
    let before = units[start] ?? 0;
    for (let at = start + 1; at < end; at++) {
      const unit = units[at] ?? 0;
      if (separate(before, unit)) {
        word.end = at;
        encodeUncut(word, sink);
        word.start = at;
      }
      before = unit;
    }
    word.end = end;
    encodeUncut(word, sink);
    word.start = start;
  };

  return {
    encodeWord: (word, sink, remember = true) => {
      if (word.end === word.start) return;
      if (!remember) encodeNew(word, sink);
      else if (separates) encodePieces(separates, word, sink);
      else encodeUncut(word, sink);
    },
    separates,
  };
}
