import type { DecodingDifference } from '../evidence/derive/decoding-differences.ts';
import type { Comparison } from '../scoring/compare/comparison.ts';
import type { FailureChange } from '../scoring/compare/failure-changes.ts';
import type { Task } from '../scoring/task.ts';
import type { AnswerSample } from './sample-text.ts';

/** What `lockstep compare` says of two runs on the same rows; `second` is judged against `first`. Versioned as the report of `score` is. */
export interface ComparisonReport {
  readonly schema: 'lockstep-comparison/1';
  readonly tool: { readonly name: 'lockstep'; readonly version: string };
  /** As the user named them. */
  readonly first: string;
  readonly second: string;
  readonly task: Task;
  readonly taskFrom: string;
  /** Column whose rows belong together, when there is one. */
  readonly groupedBy: string | null;
  readonly comparison: Comparison;
  /** In what the two were decoded differently, as far as both say; then a difference of scores may be one of settings. */
  readonly decoding: readonly DecodingDifference[];
  /** Ways to fail in either run; none where the comparison is refused. */
  readonly failures: readonly FailureChange[];
  readonly notes: readonly string[];
  /** Rows that changed sides; the JSON has their ids only. */
  readonly samples: readonly AnswerSample[];
}
