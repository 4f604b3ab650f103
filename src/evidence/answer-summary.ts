import type { Damage } from './damage.ts';

/** What was met while answers were read; complete once all of them were. */
export interface AnswerSummary {
  /** Rows of the file, those that could not be used included; and those that could. */
  readonly total: number;
  readonly used: number;
  readonly damage: readonly Damage[];
  /** Outputs that are longer than what is read of one. */
  readonly cut: number;
  readonly withPrompt: number;
  /** Rows that had a value in each of the columns that the user named. */
  readonly withColumn: ReadonlyMap<string, number>;
  /** Absent where there is no evaluation data. */
  readonly data?: JoinedData;
}

export interface JoinedData {
  /** As messages name it. */
  readonly path: string;
  /** Predictions whose row of the data was found, by id or by place; and how many got their gold there. */
  readonly joined: number;
  readonly gold: number;
  /** Predictions whose gold is not that of their row. */
  readonly otherGold: number;
  readonly byPlace: boolean;
  /** Predictions whose row may lie where it could not be looked for. */
  readonly outOfReach: number;
  /** Rows of the data that no prediction answers; none where nothing was joined. */
  readonly unanswered: Unclaimed;
}

/** Rows of a file that belong to none of another: how many, and the first of them by id. */
export interface Unclaimed {
  readonly count: number;
  readonly ids: readonly string[];
}
