import type { Place } from '../place.ts';
import type { TrainedRow } from '../trained-rows.ts';

/** A few captured rows to go and look at, by their line in batches.jsonl. */
const SHOWN = 3;

export function capturedPlaces(rows: readonly TrainedRow[], path: string): readonly Place[] {
  return rows.slice(0, SHOWN).map(({ captured }) => ({ kind: 'file', path, line: captured.line }));
}
