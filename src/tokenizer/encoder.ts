import { createAddedTokenFinder, type SoughtToken, type Stretch } from './added-token-finder.ts';
import { type AlignedText, plainText } from './aligned-text.ts';
import { createChunkEncoder } from './chunk-encoder.ts';
import type { ChunkRule } from './chunk-rule.ts';
import { type ContinuedEncoder, createContinuedEncoder } from './continued-encoder.ts';
import { createFinish, type EncodedTokens } from './finish-tokens.ts';
import { createGeneralEncoder, encodeScanned, type Scanning } from './general-encoder.ts';
import type { Model } from './model.ts';
import type { Normalize } from './normalizer.ts';
import type { PostProcessor } from './post-processor.ts';
import type { PreTokenize } from './pre-tokenizer.ts';
import { createTextReader, type Seen } from './text-reader.ts';
import { createTokenSink, pushToken } from './token-sink.ts';
import { createWord } from './word.ts';
import type { WordEnd } from './word-end.ts';

export interface RegisteredToken extends SoughtToken {
  readonly special: boolean;
  readonly normalized: boolean;
}

export interface EncoderParts {
  readonly addedTokens: readonly RegisteredToken[];
  readonly normalize: Normalize | undefined;
  /** Units a normaliser leaves alone among their like; undefined when none can be told. */
  readonly inert: ((unit: number) => boolean) | undefined;
  readonly preTokenize: PreTokenize | undefined;
  /** Cut words directly in the text, in place of `preTokenize`. */
  readonly scans: readonly WordEnd[] | undefined;
  /** Where texts can be cut when words cannot be told in the text. */
  readonly chunks: ChunkRule | undefined;
  readonly postProcessor: PostProcessor;
  readonly model: () => Model;
  readonly vocabSize: number;
  /** As the vocabulary writes a token. */
  readonly textOf: (id: number) => string | undefined;
}

export interface Encoder {
  encode(text: string, special: boolean): EncodedTokens;
  /** The same ids without their places, which takes less time. */
  encodeIds(text: string, special: boolean): number[];
  /** The same ids, and how they relate to those of the text's first `end` units. */
  readonly encodeContinued: ContinuedEncoder;
}

function createEngine(parts: EncoderParts): Encoder {
  const { normalize, scans, chunks, postProcessor, addedTokens, inert } = parts;
  const model = parts.model();
  const sink = createTokenSink();
  const finish = createFinish({ ...parts, sink });
  const verbatim = createAddedTokenFinder(addedTokens.filter((token) => !token.normalized));
  const inNormalized = createAddedTokenFinder(
    addedTokens
      .filter((token) => token.normalized)
      .map((token) => ({ ...token, content: normalize ? normalize(plainText(token.content, 0)).text : token.content })),
  );
  const read = createTextReader({ firstUnits: verbatim.firstUnits, normalizes: normalize !== undefined, inert });
  const whole = createWord();
  const push = (id: number, text: AlignedText): void => {
    if (postProcessor.trims && sink.placed) finish.found.set(sink.length, text.text);
    pushToken(sink, id, [text.from, text.to]);
  };
  const encodeNormalized = createGeneralEncoder({ ...parts, model, sink, inNormalized, push });
  const encodeChunks = chunks && createChunkEncoder({ chunks, model, sink, normalize, encodeNormalized });
  const scanning = scans && { model, sink, scans };
  const sliced = (start: number, end: number): AlignedText => plainText(whole.text.slice(start, end), start);

  const encodeWords = (using: Scanning, start: number, end: number): void => {
    whole.start = start;
    whole.end = end;
    encodeScanned(using, whole);
  };

  const scanBetween = (using: Scanning, start: number, end: number): void => {
    if (inNormalized.firstUnits.length === 0) encodeWords(using, start, end);
    else {
      for (const part of inNormalized(whole.text, start, end)) {
        if (part.id === undefined) encodeWords(using, part.start, part.end);
        else push(part.id, sliced(part.start, part.end));
      }
    }
  };

  const encodeBetween = (start: number, end: number, mayChange: boolean): void => {
    whole.start = start;
    whole.end = end;
    if (encodeChunks?.(whole)) return;
    if (scanning && !mayChange) {
      scanBetween(scanning, start, end);
      return;
    }
    const part = sliced(start, end);
    const normal = normalize ? normalize(part) : part;
    if (scanning && normal === part) scanBetween(scanning, start, end);
    else encodeNormalized(normal);
  };

  const begin = (given: string, placed: boolean): Seen => {
    sink.length = 0;
    sink.placed = placed;
    if (postProcessor.trims) finish.found.clear();
    return read(whole, given);
  };

  const encodeStretch = ({ start, end, id }: Stretch, mayChange: boolean): void => {
    if (id === undefined) encodeBetween(start, end, mayChange);
    else push(id, sliced(start, end));
  };

  const run = (given: string, placed: boolean): void => {
    const { mayHoldAdded, mayChange } = begin(given, placed);
    const { text } = whole;
    if (mayHoldAdded) for (const stretch of verbatim(text)) encodeStretch(stretch, mayChange);
    else if (text !== '') encodeBetween(0, text.length, mayChange);
  };

  return {
    encode: (text, special) => {
      run(text, true);
      return finish.tokens(whole.text, special);
    },
    encodeIds: (text, special) => {
      run(text, false);
      return finish.ids(special);
    },
    encodeContinued: createContinuedEncoder({
      postProcessor,
      sink,
      finish,
      whole,
      verbatim,
      begin: (given) => begin(given, false),
      encodeStretch,
      run: (given) => run(given, false),
    }),
  };
}

/**
 * Encoding as huggingface/tokenizers does it: added tokens as written, the text between them, what is put around. Everything is
 * built on the first call.
 */
export function createEncoder(parts: EncoderParts): Encoder {
  let engine: Encoder | undefined;
  const ready = (): Encoder => {
    engine ??= createEngine(parts);
    return engine;
  };
  return {
    encode: (text, special) => ready().encode(text, special),
    encodeIds: (text, special) => ready().encodeIds(text, special),
    encodeContinued: (text, end, special) => ready().encodeContinued(text, end, special),
  };
}
