import type { PredictedLabelRow } from '../label-facts.ts';
import type { Place } from '../place.ts';

/** A few rows to go and look at. */
const SHOWN = 3;

/** Where rows of the data set are. */
export function rowPlaces(rows: readonly PredictedLabelRow[], path: string): readonly Place[] {
  return rows.slice(0, SHOWN).map(({ facts }) => ({ kind: 'row', path, row: facts.row }));
}
