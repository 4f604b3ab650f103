/** One row of a data set as question and answer, whatever its columns were. */
export interface Example {
  /** Row number in the data set, from 0. */
  readonly row: number;
  readonly system: string;
  /** Everything that the user's side says before the last answer, without the system prompt. */
  readonly prompt: string;
  /** The last answer; absent for rows that have none (evaluation rows may only have a gold value). */
  readonly answer?: string;
  /** For classification: the class of the answer and how the row spells it. */
  readonly class?: string;
  readonly surface?: string;
}

export interface Examples {
  readonly path: string;
  readonly rows: readonly Example[];
  /** Rows of the data set from which no question could be read. */
  readonly unread: number;
}
