import type { PredictionRow } from '../../scoring/score-row.ts';
import type { Prediction } from '../predictions.ts';

/** A prediction as the scoring engine takes it. */
export function scorableRow(row: Prediction): PredictionRow {
  const { id, split, output, answered, prediction, gold, target, finishReason } = row;
  return {
    ...{ id, split: split ?? 'all', output, prediction, gold },
    ...(answered === undefined ? {} : { answered }),
    ...(target === undefined ? {} : { target }),
    ...(finishReason === undefined ? {} : { finishReason }),
  };
}
