import type { FailureTally } from '../scoring/failures/tally-failures.ts';
import type { ScoredRow } from '../scoring/score-row.ts';
import type { Scorecard } from '../scoring/scorecard.ts';

/** Every prediction scored by the honest ladder, beside what the user's evaluator recorded. Same order as the predictions. */
export interface Scores {
  readonly rows: readonly ScoredRow[];
  readonly card: Scorecard;
  /** What is wrong with the answers, and how far each detector can be trusted on this data. */
  readonly failures: FailureTally;
}
