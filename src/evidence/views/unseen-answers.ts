import type { ScoredRow } from '../../scoring/scored-row.ts';
import type { Prediction, Predictions } from '../predictions.ts';
import type { Requests } from '../requests.ts';
import type { Scores } from '../scores.ts';
import { questionOfTurns } from './question-of-turns.ts';

/** What was asked, what the model answered, and how that scores. */
export interface UnseenAnswer {
  readonly question: string;
  readonly prediction: Prediction;
  readonly scored: ScoredRow;
}

/** Answers to questions that are not of the training split, with the question that was sent; those about images are left out. */
export function unseenAnswers(
  { rows: requests }: Requests,
  { rows: predictions }: Predictions,
  { rows: scores }: Scores,
): readonly UnseenAnswer[] {
  const questions = new Map(
    requests.flatMap(({ id, turns, prompt }) => {
      if (turns?.some(({ media }) => media > 0)) return [];
      const question = turns === undefined ? prompt : questionOfTurns(turns);
      return question === undefined ? [] : [[id, question] as const];
    }),
  );
  return predictions.flatMap((prediction, at) => {
    const question = questions.get(prediction.id);
    const scored = scores[at];
    if (question === undefined || scored === undefined || prediction.split === 'train') return [];
    return [{ question, prediction, scored }];
  });
}
