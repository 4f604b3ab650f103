import type { Row } from '../../formats/row-value.ts';
import type { Tokenizer } from '../../tokenizer/tokenizer.ts';
import type { ReadConfig } from '../label-config.ts';
import type { TrainerVersion } from '../training-setup.ts';
import type { ProcessorChat } from './encode-chat.ts';
import type { RowOrigin } from './table-shape.ts';

/** What a plan is made from. */
export interface PlanInput {
  /** As the trainer reads it from the data set. */
  readonly firstRow: Row;
  readonly columns: readonly string[];
  /** Default: not known, which only matters to wrapped packing of rows that have ids and labels. */
  readonly origin?: RowOrigin;
  readonly tokenizer: Tokenizer;
  /** `eos_token`, `pad_token` … of the tokenizer. */
  readonly specialTokens: Readonly<Record<string, string>>;
  readonly chatTemplate: string | undefined;
  readonly settings: ReadConfig;
  readonly trainer: TrainerVersion;
  readonly processorChat?: ProcessorChat;
  /** The clock `strftime_now` reads; default now. */
  readonly now?: Date;
}
