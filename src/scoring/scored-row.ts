import type { JsonValue } from '../formats/json-value.ts';
import type { ContractVerdict } from './contract/contract-verdict.ts';
import type { DocumentMeasures } from './document-measures.ts';
import type { Extraction } from './extract-class.ts';
import type { FieldScore } from './field-scores.ts';
import type { FunnelStage } from './funnel-stage.ts';
import type { Rung } from './parse-ladder.ts';
import type { AnswerReading } from './read-answer.ts';
import type { Recorded } from './recorded-verdict.ts';

/** One line of predictions.jsonl. */
export interface PredictionRow {
  readonly id: string;
  /** `all` when absent. */
  readonly split?: string | undefined;
  /** The decoded completion, as the user's evaluator saw it. */
  readonly output: string;
  /** False when there is no completion at all: the request failed. True when absent. */
  readonly answered?: boolean | undefined;
  readonly outputIds?: ArrayLike<number> | undefined;
  readonly finishReason?: string | undefined;
  /** What the user's evaluator concluded; undefined when it recorded nothing. */
  readonly prediction?: JsonValue | undefined;
  readonly gold?: JsonValue | undefined;
  /** The training target of this prompt. */
  readonly target?: string | undefined;
}

/** The same answer as we read it and as the user's evaluator did. */
export interface AnswerReadings {
  readonly reading: AnswerReading;
  readonly recorded: Recorded;
}

/** How one answer reads: what its task asks for, without what the evaluator recorded and what it was trained to be. */
export interface Judged {
  /** For free tasks strict or empty: any text is an answer. */
  readonly rung: Rung;
  readonly thinking: boolean;
  readonly duplicateKeys: boolean;
  /** Null unless the task is classification. */
  readonly extraction: Extraction | null;
  readonly ourClass: string | null;
  readonly strictClass: string | null;
  readonly goldClass: string | null;
  /** The three verdicts are null when there is nothing to compare: no usable gold, or (recorded) no prediction. */
  readonly correctOurs: boolean | null;
  readonly correctStrict: boolean | null;
  readonly correctRecorded: boolean | null;
  /** All fields that the task calls critical are right; as `correctOurs` where it names none. */
  readonly correctCritical: boolean | null;
  /** The first stage of the contract funnel that the answer does not pass; null when it passes all that can be judged. */
  readonly lostAt: FunnelStage | null;
  /** Null where no JSON was read, or none is wanted. */
  readonly contract: ContractVerdict | null;
  /** Empty unless the task is extraction. */
  readonly fields: readonly FieldScore[];
  /** Keys of the answer that neither the task nor the row's gold or target has; at most 50. */
  readonly foreignKeys: readonly string[];
  /** Similarity of the whole document; null unless the task is extraction and there is gold. */
  readonly document: DocumentMeasures | null;
  /** Similarity of the whole text, 0 to 1; null unless the task is free text and there is gold. */
  readonly similarity: number | null;
}

export interface ScoredRow extends Judged {
  readonly id: string;
  readonly split: string;
  readonly recorded: Recorded;
  /** Output and target are equal but for surrounding space; these three are null without a target. */
  readonly exactTarget: boolean | null;
  /** The output is a non-empty beginning of the target, but not all of it. */
  readonly prefixOfTarget: boolean | null;
  /** The output begins with the whole target and goes on. */
  readonly runsPastTarget: boolean | null;
}
