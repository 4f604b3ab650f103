import * as v from 'valibot';
import { byteLevelAlphabet } from './byte-level-alphabet.ts';
import { cleanUpWordPieces } from './clean-up-word-pieces.ts';
import { replaceDecoder, stripDecoder, type TextChange } from './decoder-text.ts';
import { readSection } from './read-section.ts';
import { TokenizerError } from './tokenizer-error.ts';

/** From the texts of tokens to texts whose concatenation is the result. */
export type DecodeTokens = (tokens: readonly string[]) => readonly string[];

// Published decoders are a sequence of at most five steps, one level deep.
const MAX_DEPTH = 8;
const character = v.pipe(
  v.string(),
  v.check((text) => [...text].length === 1, 'must be one character'),
);
const sequence = v.looseObject({ decoders: v.pipe(v.array(v.looseObject({ type: v.string() })), v.maxLength(64)) });
const metaspace = v.looseObject({
  replacement: character,
  add_prefix_space: v.nullish(v.boolean()),
  prepend_scheme: v.nullish(v.picklist(['first', 'never', 'always'])),
});
const wordPiece = v.looseObject({ prefix: v.string(), cleanup: v.boolean() });
const bpe = v.looseObject({ suffix: v.string() });
const ctc = v.looseObject({ pad_token: v.string(), word_delimiter_token: v.string(), cleanup: v.boolean() });

const encoder = new TextEncoder();
const lossy = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

function byteLevel(): DecodeTokens {
  const alphabet = byteLevelAlphabet();
  return (tokens) => {
    const bytes: number[] = [];
    for (const token of tokens) {
      const own = [...token].map((part) => alphabet.get(part));
      const whole = own.every((byte) => byte !== undefined);
      for (const byte of whole ? own : encoder.encode(token)) bytes.push(byte ?? 0);
    }
    return [lossy.decode(Uint8Array.from(bytes))];
  };
}

// A run of byte tokens is judged as a whole: one bad byte turns each of them into U+FFFD.
function byteFallback(tokens: readonly string[]): readonly string[] {
  const texts: string[] = [];
  let run: number[] = [];
  const finish = (): void => {
    if (run.length === 0) return;
    try {
      texts.push(strict.decode(Uint8Array.from(run)));
    } catch {
      for (const _ of run) texts.push('\ufffd');
    }
    run = [];
  };
  for (const token of tokens) {
    const byte =
      /^<0x(?:\+?[0-9A-Fa-f]|[0-9A-Fa-f]{2})>$/.test(token) && token.length === 6 ? token.slice(3, 5) : undefined;
    if (byte !== undefined) run.push(Number.parseInt(byte.replace('+', ''), 16));
    else {
      finish();
      texts.push(token);
    }
  }
  finish();
  return texts;
}

function metaspaceStep(given: v.InferOutput<typeof metaspace>): DecodeTokens {
  const scheme = given.add_prefix_space === false ? 'never' : (given.prepend_scheme ?? 'always');
  return (tokens) =>
    tokens.map((token, index) => token.replaceAll(given.replacement, index === 0 && scheme !== 'never' ? '' : ' '));
}

function onEach(change: TextChange): DecodeTokens {
  return (tokens) => tokens.map((token) => change(token));
}

function wordPieceStep({ prefix, cleanup }: v.InferOutput<typeof wordPiece>): DecodeTokens {
  return (tokens) =>
    tokens.map((token, index) => {
      const continued = token.startsWith(prefix) ? token.slice(prefix.length) : ` ${token}`;
      const text = index === 0 ? token : continued;
      return cleanup ? cleanUpWordPieces(text) : text;
    });
}

function ctcStep({ pad_token, word_delimiter_token, cleanup }: v.InferOutput<typeof ctc>): DecodeTokens {
  const without = (text: string, part: string, put: string): string => text.replaceAll(part, () => put);
  return (tokens) =>
    tokens
      .filter((token, index) => index === 0 || token !== tokens[index - 1])
      .map((token) => without(token, pad_token, ''))
      .map((token) => (cleanup ? without(cleanUpWordPieces(token), word_delimiter_token, ' ') : token))
      .filter((token) => token !== '');
}

/** The `decoder` section as the library runs it. Throws TokenizerError for kinds and settings that are not known. */
export function createDecoder(section: { readonly type: string }, key = 'decoder', depth = 0): DecodeTokens {
  if (depth > MAX_DEPTH) throw new TokenizerError(key, `is nested more than ${MAX_DEPTH} deep`);
  switch (section.type) {
    case 'Sequence': {
      const { decoders } = readSection(sequence, section, key);
      const steps = decoders.map((step, index) => createDecoder(step, `${key}.decoders[${index}]`, depth + 1));
      return (tokens) => steps.reduce((done, step) => step(done), tokens);
    }
    case 'ByteLevel':
      return byteLevel();
    case 'ByteFallback':
      return byteFallback;
    case 'Fuse':
      return (tokens) => [tokens.join('')];
    case 'Metaspace':
      return metaspaceStep(readSection(metaspace, section, key));
    case 'Replace':
      return onEach(replaceDecoder(section, key));
    case 'Strip':
      return onEach(stripDecoder(section, key));
    case 'WordPiece':
      return wordPieceStep(readSection(wordPiece, section, key));
    case 'BPEDecoder': {
      const { suffix } = readSection(bpe, section, key);
      return (tokens) =>
        tokens.map((token, index) => token.replaceAll(suffix, () => (index === tokens.length - 1 ? '' : ' ')));
    }
    case 'CTC':
      return ctcStep(readSection(ctc, section, key));
    default:
      throw new TokenizerError(`${key}.type`, `${JSON.stringify(section.type)} is not a decoder known here`);
  }
}
