import { scorePredictions } from '../../scoring/score-predictions.ts';
import { type PredictionRow, scoreRow } from '../../scoring/score-row.ts';
import type { GatheredEvidence } from '../evidence.ts';
import { absent, found, type Gathered } from '../gathered.ts';
import type { Prediction } from '../predictions.ts';
import type { Scores } from '../scores.ts';

/** Scores every prediction by the honest ladder, beside what the user's evaluator recorded. */
export function deriveScores({ predictions, task }: GatheredEvidence): Gathered<Scores> {
  if (predictions.state !== 'found') return predictions;
  if (task.state !== 'found') return task;
  const { rows, path } = predictions.value;
  if (rows.length === 0) return absent(`usable row in ${path}`);
  const scored = rows.map(scorable);
  return found(
    {
      rows: scored.map((row) => scoreRow(row, task.value)),
      card: scorePredictions({ predictions: scored, task: task.value }),
    },
    path,
  );
}

function scorable({ id, split, output, prediction, gold, target, finishReason }: Prediction): PredictionRow {
  return {
    id,
    split: split ?? 'all',
    output,
    prediction,
    gold,
    ...(target === undefined ? {} : { target }),
    ...(finishReason === undefined ? {} : { finishReason }),
  };
}
