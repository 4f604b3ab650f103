import type { ComparedRow } from '../evidence/derive/compare-labels.ts';
import type { LabelSetup } from '../evidence/derive/label-setup.ts';
import type { Row } from '../formats/row-value.ts';
import type { Predictable } from './label-sources.ts';
import { predictImageRows } from './predict-image-rows.ts';
import { rowLabeller } from './row-labeller.ts';

/** A row of the data set and its place there, from 0. */
export interface PlacedRow {
  readonly row: Row;
  readonly place: number;
}

/** Predicts some rows under a setup that may be another than the run's; undefined when the trainer would not start under it. */
export async function predictRows(
  given: Predictable,
  setup: LabelSetup,
  rows: readonly PlacedRow[],
): Promise<readonly ComparedRow[] | undefined> {
  if (given.images !== undefined) return predictImageRows(given, given.images, { setup, rows });
  const labeller = rowLabeller({ setup, head: given.head, tokenizer: given.tokenizer.tokenizer }, given.chunk);
  return labeller.ok ? rows.map(({ row, place }) => labeller.value.label(row, place)) : undefined;
}
