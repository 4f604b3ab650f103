import type { Piece, Value } from './python-values.ts';

export interface GenerationBlock {
  /** UTF-16 units of the top-level output written when the block was reached, which is what transformers takes for its start. */
  readonly start: number;
  readonly text: string;
}

/** State of one render. */
export interface RenderState {
  /** The render's variables by the number the compiler gave each name; undefined where not given. */
  readonly context: (Value | undefined)[];
  /** Set as soon as the frame exists that points back here. */
  root: Frame | undefined;
  readonly blocks: GenerationBlock[];
  /** Offset of what runs, for the position of errors. */
  at: number;
  /** Length of the top-level output while it is set aside for a buffer; -1 while it is not. */
  setAside: number;
  generationDepth: number;
  generationCount: number;
}

/** Variables and output of one call. */
export interface Frame {
  readonly state: RenderState;
  readonly slots: (Value | undefined)[];
  readonly parent: Frame | undefined;
  out: string;
  /** Pieces of the output, in the second render that traces them. */
  pieces: Piece[] | undefined;
}
