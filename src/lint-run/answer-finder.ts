import type { Requests } from '../evidence/requests.ts';
import { questionOfTurns } from '../evidence/views/question-of-turns.ts';
import type { LintRow } from '../gather/lint-rows.ts';
import type { JudgedAnswer } from './judged-answers.ts';

/**
 * Finds the answer to an evaluation row: by its own id, else by the question that was sent under the id of a prediction. Two answers to
 * one question that differ in being right are no answer.
 */
export function answerFinder(
  answers: readonly JudgedAnswer[],
  requests: Requests | undefined,
): (row: LintRow) => JudgedAnswer | undefined {
  const unseen = answers.filter(({ prediction }) => prediction.split !== 'train');
  const byId = new Map(unseen.map((answer) => [answer.prediction.id, answer]));
  const byQuestion = new Map<string, JudgedAnswer | undefined>();
  for (const { id, turns } of requests?.rows ?? []) {
    const answer = byId.get(id);
    if (answer === undefined || turns === undefined) continue;
    const question = questionOfTurns(turns);
    const known = byQuestion.get(question);
    const differs = byQuestion.has(question) && known?.correct !== answer.correct;
    byQuestion.set(question, differs ? undefined : answer);
  }
  // The text of a question names no row where images tell rows apart.
  return (row) => byId.get(row.id) ?? (row.media === undefined ? byQuestion.get(row.question) : undefined);
}
