import type { McNemar } from '../../lib/statistics/mc-nemar.ts';
import type { SignFlipTest } from '../../lib/statistics/sign-flip-test.ts';
import type { UnitInterval } from '../measures/measure.ts';
import type { Proportion } from '../proportion.ts';
import type { FoundDifference } from './assumed-differences.ts';
import type { Mismatch } from './pair-tally.ts';

/** `better` and `worse` speak of the second run. `no-difference-shown` is no proof of equality: `detectable` says what could be missed. */
export type ComparisonVerdict =
  | { readonly state: 'better' | 'worse'; readonly p: number }
  | { readonly state: 'no-difference-shown'; readonly p: number }
  /** `because` is a clause. */
  | { readonly state: 'cannot-decide'; readonly because: string };

/** A list of predictions: how many, and the ids of the first of them. */
export interface PredictionList {
  readonly count: number;
  readonly ids: readonly string[];
}

/** Differences of accuracies that a comparison of these rows finds with 80 % power at the 5 % level; null: none can be found. */
export interface Detectable {
  /** Known before any answer is: for assumed shares of rows that exactly one run gets right. */
  readonly before: readonly FoundDifference[];
  /** With the share that was observed. */
  readonly after: FoundDifference;
  /**
   * Rows (or groups of rows) at which a difference as large as the observed one would be found, if as large a share of them changed sides;
   * null where none was observed.
   */
  readonly needed: number | null;
  /** Where fewer than six changed sides: rows (or groups) among which six would be expected to; null where enough did, or none. */
  readonly neededToChange: number | null;
}

/** Comparison of a score with grades (share of right fields, similarity), one for each row. */
export interface GradedComparison {
  readonly score: 'right fields' | 'similarity';
  readonly n: number;
  readonly first: number;
  readonly second: number;
  /** Second minus first, with its interval over rows or groups of rows. */
  readonly difference: { readonly estimate: number } & UnitInterval;
  readonly test: SignFlipTest;
  /** The first rows whose grade changed. */
  readonly ids: readonly string[];
}

export interface Compared {
  readonly kind: 'compared';
  /** Rows that both runs answered and that can be judged. */
  readonly n: number;
  /** Rows that both answered but that have no usable gold. */
  readonly unjudged: number;
  readonly first: Proportion;
  readonly second: Proportion;
  readonly bothRight: number;
  readonly bothWrong: number;
  readonly idsOfBothRight: readonly string[];
  readonly idsOfBothWrong: readonly string[];
  /** Wrong in the first run, right in the second; and the reverse. */
  readonly fixed: PredictionList;
  readonly broken: PredictionList;
  /** On rows; null when rows belong to groups, whose rows are not independent (then `groupTest`). */
  readonly test: McNemar | null;
  readonly groupTest: SignFlipTest | null;
  readonly graded: GradedComparison | null;
  readonly detectable: Detectable;
  readonly verdict: ComparisonVerdict;
  /** In what the two examinations differ although the caller wanted them compared. */
  readonly accepted: readonly Mismatch[];
  /** Nothing shows that both got the same prompts: at least one run did not record them for every pair. */
  readonly promptsUnknown: number;
}

export type Comparison =
  | Compared
  /** The two are not the same examination, so no difference of scores means anything. */
  | { readonly kind: 'refused'; readonly mismatches: readonly Mismatch[] };
