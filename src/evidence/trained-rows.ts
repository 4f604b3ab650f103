import type { CapturedRow } from './capture.ts';

/**
 * What a token of a training row belongs to. `separator` is white space that the template puts directly beside the answer or its
 * end-of-turn token: trainers differ in whether it gets loss, and it harms nothing either way.
 */
export type Region = 'prompt' | 'template' | 'answer' | 'end-of-turn' | 'separator' | 'media' | 'padding';

/** Token range [start, end) of one answer, with the thinking block before it when that gets loss, and what became of it. */
export interface LocatedAnswer {
  readonly start: number;
  readonly end: number;
  /** UTF-16 offset of the answer in the row's text; inside a token when the answer's first token began before it. */
  readonly at: number;
  /** UTF-16 offset where the loss begins that belongs to it: `at`, or earlier by white space and a thinking block that get loss. */
  readonly taughtAt: number;
  /** `whole`; `cut` by the end of the row; `absent` from the ids. */
  readonly state: 'whole' | 'cut' | 'absent';
  /** Index of its end-of-turn token, when there is one. */
  readonly endOfTurn?: number;
  readonly text: string;
}

/** One captured row with every token assigned to a region. */
export interface TrainedRow {
  readonly captured: CapturedRow;
  readonly text: string;
  /** UTF-16 range of each token in `text`. */
  readonly offsets: readonly (readonly [number, number])[];
  readonly regions: readonly Region[];
  /** Training row it was recognised as; absent when none fits. */
  readonly dataRow?: number;
  readonly answers: readonly LocatedAnswer[];
  /** Non-answer turns of the data row whose text is not in the ids at all, by role. */
  readonly absentRoles: readonly string[];
  /** UTF-16 range in `text` of the last user turn before the last answer. */
  readonly userSpan?: readonly [number, number];
  /** How the answer was found: `turns` of the data row, a `request` prompt, or a response `marker`; `none` when it was not. */
  readonly located: 'turns' | 'request' | 'marker' | 'none';
}

export interface TrainedRows {
  readonly path: string;
  readonly rows: readonly TrainedRow[];
  /** Supervised and all tokens per region, over all rows. The first token of a row never gets loss and is left out. */
  readonly supervised: Readonly<Record<Region, number>>;
  readonly tokens: Readonly<Record<Region, number>>;
  /** Rows whose answer could be located. */
  readonly locatedRows: number;
  /** Ids that end a turn, with what says so. */
  readonly endOfTurnIds: readonly number[];
}
