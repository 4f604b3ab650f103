import type { Row } from '../formats/row-value.ts';
import type { Damage } from './damage.ts';

/** One turn of a row. `answer` marks what the model is meant to produce. */
export interface Turn {
  /** As written in the data: `assistant`, `gpt`, `model`; `prompt` and `completion` for plain string columns. */
  readonly role: string;
  /** Text of the turn; the text blocks of multimodal content joined as they follow each other. */
  readonly text: string;
  readonly answer: boolean;
  /** Images, videos and audio clips that belong to the turn. */
  readonly media: number;
}

export type RowShape =
  | 'messages'
  | 'sharegpt'
  | 'prompt-completion-chat'
  | 'prompt-completion-text'
  | 'instruction'
  | 'text'
  | 'tokens'
  | 'other';

/** One training or evaluation row, in the trainer's terms. */
export interface DataRow {
  /** Row number in the file, from 0, counting damaged rows too. */
  readonly index: number;
  readonly shape: RowShape;
  /** Empty for `text`, `tokens` and `other`. */
  readonly turns: readonly Turn[];
  /** The whole row as one string, for `text` rows. */
  readonly text?: string;
  /** Column names, for messages that name them. */
  readonly columns: readonly string[];
  /** The class or fields of the row where a column says so (`label`, `gold`, `answer`, `target`). */
  readonly gold?: string;
}

/** A row with all its columns, as the trainer gets it. */
export interface RawRow {
  /** As in `DataRow`. */
  readonly index: number;
  readonly row: Row;
}

export interface DataSet {
  readonly path: string;
  readonly rows: readonly DataRow[];
  /** All of `rows` with all their columns, or the first and a random sample of the others where all would take too much memory. */
  readonly raw?: readonly RawRow[];
  /** Rows in the file; more than `rows` when only the first part was kept. */
  readonly total: number;
  readonly damage: readonly Damage[];
}
