import type { Place } from '../place.ts';
import type { Prediction } from '../predictions.ts';

/** A few predictions to go and look at; the first ones, so that two reports on the same file name the same. */
const SHOWN = 3;

export function predictionPlaces(rows: readonly Prediction[], path: string): readonly Place[] {
  return rows.slice(0, SHOWN).map(({ id, line }) => ({ kind: 'prediction', path, id, line }));
}
