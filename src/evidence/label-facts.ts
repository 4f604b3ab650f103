import type { LabelNote } from '../labels/label-prediction.ts';
import type { PredictionBasis, TrainerFailure, TrainerVersion } from '../labels/training-setup.ts';
import type { LabelDifference } from './derive/compare-labels.ts';
import type { RowLabelFacts } from './label-facts-of-row.ts';

/** What TRL's SFTTrainer makes of the training rows: predicted from files alone, and compared with the capture where there is one. */
export interface LabelFacts {
  /** The data set. */
  readonly path: string;
  /** Rows in it. */
  readonly total: number;
  readonly trainer: TrainerVersion;
  readonly basis: PredictionBasis;
  readonly outcome:
    | { readonly kind: 'predicted'; readonly labels: PredictedLabels }
    /** The trainer would not have started, so something here is not what the run used. */
    | { readonly kind: 'stopped'; readonly problem: TrainerFailure }
    /** Rows with images get their labels batch by batch in the collator; only what their columns decide is known here. */
    | { readonly kind: 'images'; readonly shape: 'language-modeling' | 'prompt-completion' };
}

export interface PredictedLabels {
  /** Rows that were labelled: all, or an even spread with the first. */
  readonly rows: readonly PredictedLabelRow[];
  /** Rows at which the trainer would stop. */
  readonly failed: number;
  readonly notes: readonly LabelNote[];
  readonly shape: 'chat' | 'text' | 'tokens';
  readonly masks: { readonly completion: boolean; readonly assistant: boolean; readonly labelsColumn: boolean };
  /** Null when nothing is cut. */
  readonly maxLength: number | null;
  readonly packing: 'none' | 'bfd' | 'bfd_split' | 'wrapped';
  readonly template: string | undefined;
  readonly agreement: CaptureAgreement;
}

export interface PredictedLabelRow {
  readonly facts: RowLabelFacts;
  /** Tokens of the row before it is cut. */
  readonly length: number;
  /** The tokens of the prompt alone are not the first of the row. */
  readonly isMismatched: boolean;
  /** Tokens of the taught answers that get no loss, white space apart, and prompt tokens that do, right before the first of them. */
  readonly wordsMasked: number;
  readonly promptLeaked: number;
  /** The last token, white space apart, ends a turn or a text, or is a special one. */
  readonly isEnded: boolean;
  /** Roles of turns that the chat template left out; nothing is said of rows that were cut. */
  readonly absentRoles: readonly string[];
  readonly lacksAnswer: boolean;
}

/** Whether what the trainer's collator left behind is what was predicted for the same rows. */
export type CaptureAgreement =
  | { readonly kind: 'no-capture' }
  | { readonly kind: 'not-comparable'; readonly because: string }
  | {
      readonly kind: 'compared';
      /** The captured batches. */
      readonly path: string;
      /** Captured rows whose data row is known. */
      readonly rows: number;
      readonly same: number;
      /** Captured rows whose data row is not known or was not kept. */
      readonly unmatched: number;
      /** Most frequent first. */
      readonly differences: readonly DifferenceCluster[];
    };

/** Captured rows whose first difference is of one kind. */
export interface DifferenceCluster {
  readonly difference: Exclude<LabelDifference, { readonly kind: 'same' }>;
  readonly rows: number;
  /** Line of the first of them in the captured batches. */
  readonly line: number;
}
