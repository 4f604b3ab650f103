import type { KeptRows } from './kept-rows.ts';

/** Indices of values that belong together, [start, end). */
export type Span = readonly [start: number, end: number];

/** Rows cut into blocks of `length`, anew in each row; the last of a row may be shorter. */
export function rowBlocks({ base, columns }: KeptRows, length: number): readonly Span[] {
  const spans: Span[] = [];
  for (let row = 0; row + columns <= base.length; row += columns) {
    for (let at = 0; at < columns; at += length) spans.push([row + at, row + Math.min(columns, at + length)]);
  }
  return spans;
}
