import type { JoinedData } from '../evidence/answer-summary.ts';
import type { FoundDifference } from '../scoring/compare/assumed-differences.ts';
import type { SliceReport } from '../scoring/compare/slice-tally.ts';
import type { FailureTally } from '../scoring/failures/tally-failures.ts';
import type { Measure } from '../scoring/measures/measure.ts';
import type { Scorecard } from '../scoring/scorecard.ts';
import type { Task } from '../scoring/task.ts';
import type { AnswerSample } from './sample-text.ts';

/**
 * What `lockstep score` says. Every count carries the ids of the first rows behind it. `schema` changes when a field changes meaning or
 * goes away; new fields do not change it.
 */
export interface ScoresReport {
  readonly schema: 'lockstep-scores/1';
  readonly tool: { readonly name: 'lockstep'; readonly version: string };
  /** The file of predictions. */
  readonly path: string;
  readonly task: Task;
  /** Where the task is written; where it was guessed from otherwise. */
  readonly taskFrom: string;
  readonly rows: {
    /** In the file, rows that could not be read included. */
    readonly total: number;
    readonly scored: number;
    /** With usable gold: the denominator of every accuracy. */
    readonly judged: number;
  };
  /** What the evaluation data gave; null where there is none. */
  readonly data: JoinedData | null;
  readonly card: Scorecard;
  readonly measures: readonly Measure[];
  readonly failures: FailureTally;
  /** Null without a row that can be judged. */
  readonly slices: (SliceReport & { readonly asked: readonly string[] }) | null;
  /** Which differences a second run on the same rows could show. */
  readonly detectable: readonly FoundDifference[];
  /** What was left out or could not be told; a sentence each. */
  readonly notes: readonly string[];
  /** Rows that a page can show; the JSON has their ids only. */
  readonly samples: readonly AnswerSample[];
}
