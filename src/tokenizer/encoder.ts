import { createAddedTokenFinder, type SoughtToken } from './added-token-finder.ts';
import { type AlignedText, plainText, sliceAligned, sourceRange } from './aligned-text.ts';
import type { Model } from './model.ts';
import type { Normalize } from './normalizer.ts';
import type { PostProcessor, ProcessedToken } from './post-processor.ts';
import type { PreTokenize } from './pre-tokenizer.ts';
import type { EachMatch } from './text-pattern.ts';
import { createTokenSink, pushToken, type TokenSink } from './token-sink.ts';

export interface RegisteredToken extends SoughtToken {
  readonly special: boolean;
  readonly normalized: boolean;
}

export interface EncoderParts {
  readonly addedTokens: readonly RegisteredToken[];
  readonly normalize: Normalize | undefined;
  readonly preTokenize: PreTokenize | undefined;
  /** Cuts into words without a trace in the text, in place of `preTokenize`. */
  readonly scan: EachMatch | undefined;
  readonly postProcessor: PostProcessor;
  readonly model: () => Model;
  /** As the vocabulary writes a token. */
  readonly textOf: (id: number) => string | undefined;
}

/** Ids and, per token, a range of UTF-16 units in the text. */
export interface EncodedTokens {
  readonly ids: number[];
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const ANY_SURROGATE = /[\ud800-\udfff]/;

// Most tokens begin and end with one of these and are never trimmed.
const isInk = (unit: number): boolean => unit >= 0x21 && unit <= 0x7e;

/** Tokens found in `text` since `before` get their place in the source. */
function place(text: AlignedText, sink: TokenSink, before: number): void {
  const { alignment, prefix, from } = text;
  if (!alignment && prefix === 0) {
    if (from === 0) return;
    for (let token = before; token < sink.length; token++) {
      sink.starts[token] = (sink.starts[token] ?? 0) + from;
      sink.ends[token] = (sink.ends[token] ?? 0) + from;
    }
    return;
  }
  for (let token = before; token < sink.length; token++) {
    const [start, end] = sourceRange(text, sink.starts[token] ?? 0, sink.ends[token] ?? 0);
    sink.starts[token] = start;
    sink.ends[token] = end;
  }
}

export type Encoder = (text: string, special: boolean) => EncodedTokens;

/** Encoding in the steps of huggingface/tokenizers. The model is made on the first call. */
export function createEncoder(parts: EncoderParts): Encoder {
  const { normalize, preTokenize, scan, postProcessor, addedTokens } = parts;
  const verbatim = createAddedTokenFinder(addedTokens.filter((token) => !token.normalized));
  const inNormalized = createAddedTokenFinder(
    addedTokens
      .filter((token) => token.normalized)
      .map((token) => ({ ...token, content: normalize ? normalize(plainText(token.content, 0)).text : token.content })),
  );
  const sink = createTokenSink();
  let model: Model | undefined;
  // Texts of added tokens as found, by place in the sink; only kept for trimming.
  let found = new Map<number, string>();

  const encodeWords = (text: AlignedText): void => {
    model ??= parts.model();
    const before = sink.length;
    const whole = text.text;
    const known = model;
    if (scan) {
      let last = 0;
      scan(whole, (start, end) => {
        if (start > last) known.encodeWord({ text: whole, start: last, end: start }, sink);
        if (end > start) known.encodeWord({ text: whole, start, end }, sink);
        last = end;
      });
      if (last < whole.length) known.encodeWord({ text: whole, start: last, end: whole.length }, sink);
      place(text, sink, before);
      return;
    }
    for (const part of preTokenize ? preTokenize([text]) : [text]) {
      if (part.text === '') continue;
      const own = sink.length;
      known.encodeWord({ text: part.text, start: 0, end: part.text.length }, sink);
      place(part, sink, own);
    }
  };

  const push = (id: number, text: AlignedText): void => {
    if (postProcessor.trims) found.set(sink.length, text.text);
    pushToken(sink, id, [text.from, text.to]);
  };

  const encodeNormalized = (text: AlignedText): void => {
    const normal = normalize ? normalize(text) : text;
    for (const { start, end, id } of inNormalized(normal.text)) {
      if (end === start) continue;
      const part = sliceAligned(normal, start, end);
      if (id === undefined) encodeWords(part);
      else push(id, part);
    }
  };

  const processed = (source: string, special: boolean): EncodedTokens => {
    const tokens: ProcessedToken[] = [];
    for (let token = 0; token < sink.length; token++) {
      const id = sink.ids[token] ?? 0;
      const text = found.get(token) ?? parts.textOf(id) ?? '';
      tokens.push({ id, start: sink.starts[token] ?? 0, end: sink.ends[token] ?? 0, text });
    }
    const done = postProcessor.around(tokens, special, source);
    return {
      ids: done.map((token) => token.id),
      starts: Int32Array.from(done, (token) => token.start),
      ends: Int32Array.from(done, (token) => token.end),
    };
  };

  const trimInPlace = (trim: NonNullable<PostProcessor['trim']>, source: string): void => {
    for (let token = 0; token < sink.length; token++) {
      const id = sink.ids[token] ?? 0;
      const text = found.get(token) ?? parts.textOf(id) ?? '';
      if (isInk(text.charCodeAt(0)) && isInk(text.charCodeAt(text.length - 1))) continue;
      const trimmed = trim({ id, text, start: sink.starts[token] ?? 0, end: sink.ends[token] ?? 0 }, token, source);
      sink.starts[token] = trimmed.start;
      sink.ends[token] = trimmed.end;
    }
  };

  const plain = (special: boolean): EncodedTokens => {
    const before = special ? postProcessor.before : [];
    const after = special ? postProcessor.after : [];
    const length = before.length + sink.length + after.length;
    const ids: number[] = new Array(length);
    const starts = new Int32Array(length);
    const ends = new Int32Array(length);
    let at = 0;
    for (const id of before) ids[at++] = id;
    starts.set(sink.starts.subarray(0, sink.length), at);
    ends.set(sink.ends.subarray(0, sink.length), at);
    for (let token = 0; token < sink.length; token++) ids[at++] = sink.ids[token] ?? 0;
    for (const id of after) ids[at++] = id;
    return { ids, starts, ends };
  };

  return (given, special) => {
    // The native package sees U+FFFD as well: UTF-8 cannot carry half a character.
    const source = ANY_SURROGATE.test(given) ? given.replace(LONE_SURROGATE, '\ufffd') : given;
    sink.length = 0;
    found = new Map();
    for (const { start, end, id } of verbatim(source)) {
      if (end === start) continue;
      const part = plainText(start === 0 && end === source.length ? source : source.slice(start, end), start);
      if (id === undefined) encodeNormalized(part);
      else push(id, part);
    }
    if (postProcessor.trim) trimInPlace(postProcessor.trim, source);
    return postProcessor.trims && !postProcessor.trim ? processed(source, special) : plain(special);
  };
}
