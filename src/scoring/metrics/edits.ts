/** Edits that turn an answer into the gold text, and how long the gold text is, in characters or in words. */
export interface Edits {
  readonly edits: number;
  readonly length: number;
}

/** `empty-gold`: there is nothing to divide by (jiwer raises). `too-long`: both texts are too long to compare. */
export type NoEdits = 'empty-gold' | 'too-long';
