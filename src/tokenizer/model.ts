import type { SafeCuts } from './safe-cuts.ts';
import type { TokenSink } from './token-sink.ts';
import type { Word } from './word.ts';

/** Cuts words into tokens; their ranges are positions in the text of the word. Words are remembered unless told otherwise. */
export interface Model {
  encodeWord(word: Word, sink: TokenSink, remember?: boolean): void;
  /** Where a word can be cut without changing its tokens; undefined when that cannot be told. */
  readonly separates?: SafeCuts | undefined;
}

/** The id of a text in the vocabulary of the model. */
export type LookUp = (text: string) => number | undefined;
