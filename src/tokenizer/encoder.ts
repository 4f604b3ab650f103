import { createAddedTokenFinder, type SoughtToken, type Stretch } from './added-token-finder.ts';
import { type AlignedText, plainText } from './aligned-text.ts';
import { createChunkEncoder } from './chunk-encoder.ts';
import type { ChunkRule } from './chunk-rule.ts';
import { createFinish, type EncodedTokens } from './finish-tokens.ts';
import { createGeneralEncoder, encodeScanned, type Scanning } from './general-encoder.ts';
import type { Model } from './model.ts';
import type { Normalize } from './normalizer.ts';
import type { PostProcessor } from './post-processor.ts';
import type { PreTokenize } from './pre-tokenizer.ts';
import { createTextReader, type Seen } from './text-reader.ts';
import { createTokenSink, pushToken } from './token-sink.ts';
import type { Continuation } from './tokenizer.ts';
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
  encodeContinued(text: string, end: number, special: boolean): Continuation;
}

const isHigh = (unit: number): boolean => (unit & 0xfc00) === 0xd800;

/** How many stretches two lists have in common at the front. */
function sharedStretches(left: readonly Stretch[], right: readonly Stretch[]): number {
  const isSame = (one: Stretch, other: Stretch | undefined): boolean =>
    one.start === other?.start && one.end === other.end && one.id === other.id;
  const first = left.findIndex((one, at) => !isSame(one, right[at]));
  return first === -1 ? left.length : first;
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

  const encodeApart = (given: string, end: number, special: boolean): Continuation => {
    run(given.slice(0, end), false);
    const prefix = finish.ids(special);
    run(given, false);
    const ids = finish.ids(special);
    return { ids, prefixLength: prefix.length, isPrefix: prefix.every((id, at) => ids[at] === id) };
  };

  // What lies between added tokens is encoded without regard to what lies around it, so equal stretches have equal tokens.
  const encodeContinued = (given: string, end: number, special: boolean): Continuation => {
    // Half a character is no character: the library is given another text then.
    if (isHigh(given.charCodeAt(end - 1)) && !isHigh(given.charCodeAt(end))) return encodeApart(given, end, special);
    const { mayChange } = begin(given, false);
    const own = verbatim(whole.text);
    const short = verbatim(whole.text.slice(0, end));
    const shared = sharedStretches(short, own);
    for (const stretch of own.slice(0, shared)) encodeStretch(stretch, mayChange);
    const mark = sink.length;
    for (const stretch of own.slice(shared)) encodeStretch(stretch, mayChange);
    const { length } = sink;
    for (const stretch of short.slice(shared)) encodeStretch(stretch, mayChange);
    const more = sink.length - length;
    let isPrefix = mark + more <= length;
    for (let at = 0; isPrefix && at < more; at++) isPrefix = sink.ids[mark + at] === sink.ids[length + at];
    sink.length = length;
    const ids = finish.ids(special);
    const after = special ? postProcessor.after : [];
    const behind = (special ? postProcessor.before.length : 0) + mark + more;
    return {
      ids,
      prefixLength: behind + after.length,
      isPrefix: isPrefix && after.every((id, at) => ids[behind + at] === id),
    };
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
    encodeContinued,
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
