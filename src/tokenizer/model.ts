import type { TokenSink } from './token-sink.ts';
import type { Word } from './word-cache.ts';

/** Cuts words into tokens; their ranges are positions in the text of the word. */
export interface Model {
  encodeWord(word: Word, sink: TokenSink): void;
}

/** The id of a text in the vocabulary of the model. */
export type LookUp = (text: string) => number | undefined;
