import type { LabelConfig } from '../label-config.ts';
import type { PredictionBasis } from '../training-setup.ts';
import type { ChatEncoder } from './encode-chat.ts';
import type { TrlBehaviour } from './releases.ts';

/** Everything that is decided once for a data set, from its first row, its columns, the settings and the versions. */
export interface Plan {
  readonly config: LabelConfig;
  readonly behaviour: TrlBehaviour;
  readonly basis: PredictionBasis;
  readonly encoder: ChatEncoder;
  readonly padId: number;
  /** Rows hold `input_ids` already. */
  readonly isTokenised: boolean;
  /** Nothing is prepared at all (`skip_prepare_dataset`). */
  readonly isUnprepared: boolean;
  readonly formatting: string | undefined;
  readonly convertsShareGpt: boolean;
  /** `text`: append this text to plain rows, null when the tokenizer has no EOS. `id`: the rule of TRL 0.16. */
  readonly eos:
    | { readonly kind: 'none' }
    | { readonly kind: 'text'; readonly text: string | null }
    | { readonly kind: 'id'; readonly id: number };
  readonly removesMessages: boolean;
  readonly completionOnly: boolean;
  readonly assistantOnly: boolean;
  /** Where labels come from; several masks are combined. */
  readonly usesLabelsColumn: boolean;
  readonly usesCompletionMask: boolean;
  readonly usesAssistantMask: boolean;
  readonly paddingFree: boolean;
  /**
   * How the table lies in memory when it is packed. Rows that came through a `map` were written in chunks of 1000; rows with `input_ids`
   * and `labels` come through none.
   */
  readonly chunks: 'of-1000' | 'one' | 'unknown';
}
