import { scoreRow } from '../../scoring/score-row.ts';
import { scorecard } from '../../scoring/scorecard.ts';
import type { GatheredEvidence } from '../evidence.ts';
import { absent, found, type Gathered } from '../gathered.ts';
import type { Scores } from '../scores.ts';
import { scorableRow } from './scorable-row.ts';
import { tallyRunFailures } from './tally-run-failures.ts';

/** What scoring needs of a run. */
export type Scorable = Pick<GatheredEvidence, 'predictions' | 'task' | 'requests' | 'tokenizer'>;

/** Scores every prediction by the honest ladder, beside what the user's evaluator recorded, and names what failed. */
export function deriveScores({ predictions, task, requests, tokenizer }: Scorable): Gathered<Scores> {
  if (predictions.state !== 'found') return predictions;
  if (task.state !== 'found') return task;
  const { rows, path } = predictions.value;
  if (rows.length === 0) return absent(`usable row in ${path}`);
  const scored = rows.map((row) => scoreRow(scorableRow(row), task.value));
  const failures = tallyRunFailures(rows, task.value, { requests, tokenizer });
  return found({ rows: scored, card: scorecard(scored, task.value, { intervals: false }), failures }, path);
}
