import type { ScoredRow } from '../scoring/score-row.ts';
import type { Scorecard } from '../scoring/scorecard.ts';

/** Every prediction scored by the honest ladder, beside what the user's evaluator recorded. Same order as the predictions. */
export interface Scores {
  readonly rows: readonly ScoredRow[];
  readonly card: Scorecard;
}
