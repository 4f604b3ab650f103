import type { PredictionBasis, TrainerFailure } from './training-setup.ts';

/** A row as the trainer keeps it. `labels` has -100 where a token bears no loss; both are in token order. */
export interface LabelledRow {
  readonly inputIds: readonly number[];
  readonly labels: readonly number[];
  /** Lengths of the documents in a packed row (`bfd`, `bfd_split`). */
  readonly seqLengths?: readonly number[];
}

/** What the trainer logs as a warning. */
export type LabelWarningKind =
  | 'prompt-mismatch'
  | 'stop-token-not-trained'
  | 'packing-without-flash-attention'
  | 'padding-free-without-flash-attention'
  | 'padding-free-wrapped'
  | 'padding-free-batch-of-one'
  | 'formatting-ignored';

export interface LabelWarning {
  readonly kind: LabelWarningKind;
  /** Begins as the trainer's own log line does, so that it can be found in a log. */
  readonly message: string;
  /** How many rows it is logged for, where it is about rows. */
  readonly rows?: number;
  /** The first of them. */
  readonly firstRow?: number;
}

/** Something the trainer does without a word (the silent failures S1 to S23 of the TRL notes). Facts, not verdicts. */
export type LabelNote =
  /** S1: `messages` or `text` rows without a mask: prompt, system and template tokens bear loss. */
  | { readonly kind: 'full-sequence-loss'; readonly shape: 'messages' | 'text' | 'prompt-completion' }
  /** S2. */
  | { readonly kind: 'completion-only-ignored' }
  /** S4: EOS is only appended to columns named `text` and `completion`. */
  | { readonly kind: 'no-eos-appended'; readonly field: string }
  /** S5. */
  | { readonly kind: 'formatting-ignored'; readonly because: 'messages' | 'prompt' | 'other-text-field' | 'input-ids' }
  /** S6: roles other than user, assistant, system, tool and developer. */
  | { readonly kind: 'unmapped-roles'; readonly roles: readonly string[] }
  /** S7. */
  | { readonly kind: 'completion-mask-ignored' }
  /** S8: a column named `labels` was taken as token labels. `built` when the ids come from elsewhere than `input_ids`. */
  | { readonly kind: 'labels-column-used'; readonly idsWereTokenised: boolean }
  /** S9: unpaired-preference rows; `rejected` answers are trained like the others. */
  | { readonly kind: 'preference-label-ignored'; readonly rejectedRows: number }
  /** S10: the rendered prompt is no prefix of the whole. */
  | { readonly kind: 'prompt-not-prefix'; readonly rows: number; readonly firstRow: number }
  /** S11 */
  | { readonly kind: 'rows-cut'; readonly rows: number; readonly firstRow: number; readonly maxLength: number }
  | { readonly kind: 'rows-dropped'; readonly rows: number; readonly firstRow: number }
  /** S11: `config.max_length` was not given, and TRL's default of 1024 would have cut these. */
  | { readonly kind: 'default-length-not-applied'; readonly rows: number; readonly firstRow: number }
  /** S12 */
  | { readonly kind: 'masked-packs'; readonly rows: number }
  /**
   * S16: with `trim_offsets` a generation block that ends in a space supervises everything behind it, one that begins with a space
   * nothing.
   */
  | {
      readonly kind: 'assistant-span-unmapped';
      readonly spills: number;
      readonly lost: number;
      readonly firstRow: number;
    }
  /** S17: a key of messages that the chat template never reads. */
  | { readonly kind: 'message-key-unread'; readonly keys: readonly string[] }
  /** S18 */
  | { readonly kind: 'documents-joined' }
  /** S19: settings that no rule here reads; misspelt ones are among them. */
  | { readonly kind: 'keys-not-read'; readonly keys: readonly string[] }
  /** S20 */
  | { readonly kind: 'completion-without-eos' }
  /** S21: the tokens depend on the day the data was prepared. */
  | { readonly kind: 'date-in-template' }
  /** S22: ids after the last assistant turn end without an added token. */
  | { readonly kind: 'row-end-without-terminator'; readonly rows: number; readonly firstRow: number }
  /** S23: TRL up to 0.27.0 with transformers 5 masks two tokens instead of the prompt. */
  | { readonly kind: 'prompt-mask-of-two-tokens' }
  /** Assistant-only loss swaps the chat template for a training variant; what is saved is the original. */
  | { readonly kind: 'training-template-used'; readonly family: string }
  /** TRL 0.17.0 to 0.19.1 lose the completion mask when packing or with the Liger kernel. */
  | { readonly kind: 'mask-dropped'; readonly by: 'packing' | 'liger' }
  /** Wrapped packing of rows with `input_ids` and `labels` takes the first rows again in place of these (TRL 1.13.0, seen by running). */
  | { readonly kind: 'later-rows-not-packed'; readonly rows: number; readonly firstRow: number }
  /** Order of rows after `shuffle_dataset` is not predicted. */
  | { readonly kind: 'order-not-predicted' };

export interface CollatedBatch {
  readonly inputIds: readonly (readonly number[])[];
  readonly labels: readonly (readonly number[])[];
  /** When padding-free. */
  readonly positionIds?: readonly (readonly number[])[];
  /** When not. */
  readonly attentionMask?: readonly (readonly number[])[];
}

export interface LabelPrediction {
  readonly rows: readonly LabelledRow[];
  /** Per row of `rows`, the indexes of the data set rows it is made of. */
  readonly sources: readonly (readonly number[])[];
  /** How many rows the trainer drops because none of their tokens bears loss. */
  readonly dropped: number;
  readonly droppedRows: readonly number[];
  readonly warnings: readonly LabelWarning[];
  readonly notes: readonly LabelNote[];
  /** As the trainer resolves it from the setting and the first row. */
  readonly completionOnlyLoss: boolean;
  readonly basis: PredictionBasis;
  /** The collator's output for the first rows, when packing or padding-free. */
  readonly batch?: CollatedBatch;
}

/** What the trainer makes of the data, or the exception it ends with. */
export type LabelOutcome =
  | LabelPrediction
  | {
      readonly error: TrainerFailure;
      /** Logged before it ended. */
      readonly warnings: readonly LabelWarning[];
      readonly basis: PredictionBasis;
    };
