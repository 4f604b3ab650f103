import * as v from 'valibot';
import type { LookUp, Model } from './model.ts';
import { readSection } from './read-section.ts';
import { pushToken } from './token-sink.ts';
import { TokenizerError } from './tokenizer-error.ts';
import { wordText } from './word.ts';

const wordPiece = v.looseObject({
  unk_token: v.optional(v.string(), '[UNK]'),
  continuing_subword_prefix: v.optional(v.string(), '##'),
  max_input_chars_per_word: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 100),
});
const wordLevel = v.looseObject({ unk_token: v.optional(v.string(), '<unk>') });

function unknownIn(unk: string, lookUp: LookUp): number {
  const id = lookUp(unk);
  if (id !== undefined) return id;
  throw new TokenizerError('model.unk_token', `${JSON.stringify(unk)} is not in model.vocab, but is needed`);
}

interface Found {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

/** The `WordPiece` model: longest match first, the whole word unknown when a rest does not match. */
export function createWordPieceModel(section: unknown, lookUp: LookUp): Model {
  const given = readSection(wordPiece, section, 'model');
  const limit = given.max_input_chars_per_word;
  const longest = (text: string, start: number): Found | undefined => {
    const prefix = start > 0 ? given.continuing_subword_prefix : '';
    for (let end = text.length; end > start; end--) {
      const id = lookUp(prefix + text.slice(start, end));
      if (id !== undefined) return { id, start, end };
    }
    return undefined;
  };
  const pieces = (text: string): readonly Found[] | undefined => {
    if (text.length > limit && [...text].length > limit) return undefined;
    const all: Found[] = [];
    for (let start = 0; start < text.length; ) {
      const found = longest(text, start);
      if (!found) return undefined;
      all.push(found);
      start = found.end;
    }
    return all;
  };
  return {
    encodeWord: (word, sink) => {
      const { start, end } = word;
      if (start === end) return;
      const all = pieces(wordText(word));
      if (!all) pushToken(sink, unknownIn(given.unk_token, lookUp), [start, end]);
      else for (const piece of all) pushToken(sink, piece.id, [start + piece.start, start + piece.end]);
    },
  };
}

/** The `WordLevel` model: a word is a token or unknown. */
export function createWordLevelModel(section: unknown, lookUp: LookUp): Model {
  const { unk_token } = readSection(wordLevel, section, 'model');
  return {
    encodeWord: (word, sink) => {
      const id = lookUp(wordText(word));
      pushToken(sink, id ?? unknownIn(unk_token, lookUp), [word.start, word.end]);
    },
  };
}
