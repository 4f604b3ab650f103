import type { LabelConfig } from '../label-config.ts';
import type { PredictionBasis } from '../training-setup.ts';
import type { RepeatedToken } from './encode-with-runs.ts';
import type { MediaTokenizer } from './media-tokenizer.ts';
import type { MessageRenderer } from './render-messages.ts';
import type { VisionProcessor } from './vision-processor.ts';

/** Everything that is decided once for a data set with images. */
export interface VisionPlan {
  readonly config: LabelConfig;
  readonly basis: PredictionBasis;
  readonly processor: VisionProcessor;
  readonly tokenizer: MediaTokenizer;
  /** The token that stands for a piece of an image. */
  readonly repeated: RepeatedToken;
  readonly renderer: MessageRenderer;
  /** Text of the EOS token, where the tokenizer has one. */
  readonly eos: string | undefined;
  /** Id of the token for unknown text, where there is one. */
  readonly unknownId: number | undefined;
  readonly completionOnly: boolean;
  readonly removesUnusedColumns: boolean;
  /** Ids of the tokens that only images bring. */
  readonly mediaIds: ReadonlySet<number>;
}
