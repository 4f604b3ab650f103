import { deriveScores } from './evidence/derive/scores.ts';
import type { Gathered } from './evidence/gathered.ts';
import type { Requests } from './evidence/requests.ts';
import { unfoundReason } from './evidence/unfound-reason.ts';
import { type AnswerOptions, type AnswerPlace, gatherAnswers } from './gather/answers.ts';
import { failed, ok, type Result } from './lib/result.ts';
import { buildScoresReport } from './report/build-scores-report.ts';
import type { ScoresReport } from './report/scores-report.ts';
import { version } from './version.ts';

/** Scores the predictions of a run folder, or one file of predictions. What cannot be read is a problem with its reason. */
export async function scoreRun(place: AnswerPlace, options: AnswerOptions = {}): Promise<Result<ScoresReport>> {
  const gathered = await gatherAnswers(place, options);
  if (!gathered.ok) return gathered;
  const { predictions, requests, task } = gathered.value;
  const scores = deriveScores(gathered.value);
  if (task.state !== 'found') return failed(unfoundReason(task));
  if (predictions.state !== 'found') return failed(unfoundReason(predictions));
  if (scores.state !== 'found') return failed(unfoundReason(scores));
  return ok(
    buildScoresReport({
      version,
      predictions: predictions.value,
      scores: scores.value,
      task: task.value,
      taskFrom: task.from,
      columns: options.columns ?? [],
      prompts: promptsOf(requests),
    }),
  );
}

function promptsOf(requests: Gathered<Requests>): ReadonlyMap<string, string> {
  if (requests.state !== 'found') return new Map();
  return new Map(
    requests.value.rows.flatMap(({ id, prompt, turns }) => {
      const text = prompt ?? turns?.map((turn) => turn.text).join('\n');
      return text === undefined ? [] : [[id, text] as const];
    }),
  );
}
