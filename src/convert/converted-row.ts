import type { Row } from '../formats/row-value.ts';

/** Something that a conversion did, counted over all rows. `detail` is the name it was done to (`human → user`). */
export interface Change {
  readonly kind:
    | 'roles-renamed'
    | 'conversations-renamed'
    | 'row-split'
    | 'earlier-answers-untrained'
    | 'joined-to-messages'
    | 'answer-to-class'
    | 'class-to-json';
  readonly detail: string;
  readonly count: number;
}

/** What became of a row: rows and changes, or why it cannot be converted without losing something. */
export type ConvertedRow =
  | { readonly state: 'converted'; readonly rows: readonly Row[]; readonly changes: readonly Change[] }
  | { readonly state: 'refused'; readonly reason: string };

/** The row stays as it is, for a reason that follows "row 12 " in a sentence. */
export function refused(reason: string): ConvertedRow {
  return { state: 'refused', reason };
}
