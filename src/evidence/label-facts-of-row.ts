import type { Region } from './trained-rows.ts';

/**
 * What the labels of a row teach.
 * - `answer-only`: the answer and what ends it
 * - `prompt-too`: prompt or template text as well
 * - `media-or-padding`: placeholders of images, or padding
 * - `empty-or-nearly`: nothing, or almost nothing of the answer
 * - `without-class-token`: the answer, but not the token that says which class it is
 * - `not-located`: which tokens are the answer could not be told
 */
export type RowVerdict =
  | 'answer-only'
  | 'prompt-too'
  | 'media-or-padding'
  | 'empty-or-nearly'
  | 'without-class-token'
  | 'not-located';

export type TokenCounts = Readonly<Record<Region, number>>;

/** The labels of one row in numbers. The first token of a row never bears loss and counts as without. */
export interface RowLabelFacts {
  /** Number of the row in its data set or capture, from 0. */
  readonly row: number;
  readonly state: 'kept' | 'dropped';
  readonly verdict: RowVerdict;
  readonly tokens: TokenCounts;
  readonly supervised: TokenCounts;
  /** Whether the end-of-turn token of the last answer bears loss; `absent` when the row has none. */
  readonly endOfTurn: 'supervised' | 'masked' | 'absent';
  /** Tokens of the taught answers that bear no loss. */
  readonly answerMasked: number;
  /** The row lost its end to the length limit. */
  readonly isCut: boolean;
}
