import type { Stretch } from './added-token-finder.ts';
import type { Finish } from './finish-tokens.ts';
import type { PostProcessor } from './post-processor.ts';
import type { Seen } from './text-reader.ts';
import type { TokenSink } from './token-sink.ts';
import type { Continuation } from './tokenizer.ts';
import type { Word } from './word.ts';

export type ContinuedEncoder = (text: string, end: number, special: boolean) => Continuation;

/** Of an engine, what writes into its sink. */
export interface ContinuedParts {
  readonly postProcessor: PostProcessor;
  readonly sink: TokenSink;
  readonly finish: Finish;
  /** The text as it was last read. */
  readonly whole: Word;
  /** Stretches of a text between which it is cut: added tokens as written. */
  readonly verbatim: (text: string) => readonly Stretch[];
  /** Empties the sink and reads a text. */
  readonly begin: (given: string) => Seen;
  readonly encodeStretch: (stretch: Stretch, mayChange: boolean) => void;
  /** Begins and encodes a whole text. */
  readonly run: (given: string) => void;
}

const isHigh = (unit: number): boolean => (unit & 0xfc00) === 0xd800;

/** How many stretches two lists have in common at the front. */
function sharedStretches(left: readonly Stretch[], right: readonly Stretch[]): number {
  const isSame = (one: Stretch, other: Stretch | undefined): boolean =>
    one.start === other?.start && one.end === other.end && one.id === other.id;
  const first = left.findIndex((one, at) => !isSame(one, right[at]));
  return first === -1 ? left.length : first;
}

/**
 * Encodes a text together with its first units alone, each stretch that both have once. What lies between added tokens is encoded
 * without regard to what lies around it, so equal stretches have equal tokens.
 */
export function createContinuedEncoder(parts: ContinuedParts): ContinuedEncoder {
  const { postProcessor, sink, finish, whole, verbatim, begin, encodeStretch } = parts;

  const encodeApart: ContinuedEncoder = (given, end, special) => {
    parts.run(given.slice(0, end));
    const prefix = finish.ids(special);
    parts.run(given);
    const ids = finish.ids(special);
    return { ids, prefixLength: prefix.length, isPrefix: prefix.every((id, at) => ids[at] === id) };
  };

  return (given, end, special) => {
    // Half a character is no character: the library is given another text then.
    if (isHigh(given.charCodeAt(end - 1)) && !isHigh(given.charCodeAt(end))) return encodeApart(given, end, special);
    const { mayChange } = begin(given);
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
}
