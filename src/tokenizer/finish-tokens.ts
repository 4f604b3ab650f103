import type { PostProcessor, ProcessedToken, TrimSettings } from './post-processor.ts';
import { trimmedBlanks } from './post-processor.ts';
import type { TokenSink } from './token-sink.ts';
import { type Blanks, blanksOf, trimOffsets } from './trim-offsets.ts';

/** Ids and, per token, a range of UTF-16 units in the text. */
export interface EncodedTokens {
  readonly ids: number[];
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

export interface FinishParts {
  readonly postProcessor: PostProcessor;
  readonly sink: TokenSink;
  readonly vocabSize: number;
  /** As the vocabulary writes a token. */
  readonly textOf: (id: number) => string | undefined;
}

export interface Finish {
  /** Texts of added tokens as they were found, by place in the sink, as far as they are needed. */
  readonly found: Map<number, string>;
  readonly ids: (special: boolean) => number[];
  readonly tokens: (source: string, special: boolean) => EncodedTokens;
}

const NOT_ASKED = 0xffff;
const MANY = 0xfffe;
const MOST = 200;

function createBlanks(size: number, textOf: FinishParts['textOf']): (id: number) => Blanks | undefined {
  const packed = new Uint16Array(size).fill(NOT_ASKED);
  const ask = (id: number): number => {
    const { leading, trailing } = blanksOf(textOf(id) ?? '');
    return leading > MOST || trailing > MOST ? MANY : leading * 256 + trailing;
  };
  return (id) => {
    if (packed[id] === NOT_ASKED) packed[id] = ask(id);
    const known = packed[id] ?? MANY;
    if (known === 0) return undefined;
    return known === MANY ? blanksOf(textOf(id) ?? '') : { leading: known >> 8, trailing: known & 0xff };
  };
}

/** What a post-processor does to the tokens in a sink. */
export function createFinish({ postProcessor, sink, vocabSize, textOf }: FinishParts): Finish {
  const found = new Map<number, string>();
  let blanks: ((id: number) => Blanks | undefined) | undefined;

  const trimInPlace = (trim: TrimSettings, source: string): void => {
    blanks ??= createBlanks(vocabSize, textOf);
    for (let token = 0; token < sink.length; token++) {
      const text = found.size === 0 ? undefined : found.get(token);
      const own = text === undefined ? blanks(sink.ids[token] ?? 0) : blanksOf(text);
      if (!own) continue;
      const start = sink.starts[token] ?? 0;
      const range = { start, end: sink.ends[token] ?? 0 };
      const trimmed = trimOffsets(range, trimmedBlanks(trim, own, token === 0 || start === 0), source);
      sink.starts[token] = trimmed.start;
      sink.ends[token] = trimmed.end;
    }
  };

  const ids = (special: boolean): number[] => {
    const before = special ? postProcessor.before : [];
    const after = special ? postProcessor.after : [];
    const all: number[] = new Array(before.length + sink.length + after.length);
    let at = 0;
    for (const id of before) all[at++] = id;
    const { ids: own, length } = sink;
    for (let token = 0; token < length; token++) all[at++] = own[token] ?? 0;
    for (const id of after) all[at++] = id;
    return all;
  };

  const plain = (special: boolean): EncodedTokens => {
    const all = ids(special);
    const first = special ? postProcessor.before.length : 0;
    const starts = new Int32Array(all.length);
    const ends = new Int32Array(all.length);
    starts.set(sink.starts.subarray(0, sink.length), first);
    ends.set(sink.ends.subarray(0, sink.length), first);
    return { ids: all, starts, ends };
  };

  // More than one processor that trims, or one that trims what another has put around the tokens.
  const processed = (source: string, special: boolean): EncodedTokens => {
    const tokens: ProcessedToken[] = [];
    for (let token = 0; token < sink.length; token++) {
      const id = sink.ids[token] ?? 0;
      const text = found.get(token) ?? textOf(id) ?? '';
      tokens.push({ id, start: sink.starts[token] ?? 0, end: sink.ends[token] ?? 0, text });
    }
    const done = postProcessor.around(tokens, special, source);
    return {
      ids: done.map((token) => token.id),
      starts: Int32Array.from(done, (token) => token.start),
      ends: Int32Array.from(done, (token) => token.end),
    };
  };

  return {
    found,
    ids,
    tokens: (source, special) => {
      if (postProcessor.trims && !postProcessor.trim) return processed(source, special);
      if (postProcessor.trim) trimInPlace(postProcessor.trim, source);
      return plain(special);
    },
  };
}
