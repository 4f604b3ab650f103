import { scorableRow } from '../evidence/derive/scorable-row.ts';
import type { Gathered } from '../evidence/gathered.ts';
import type { Prediction, Predictions } from '../evidence/predictions.ts';
import { goldOf } from '../scoring/gold-of.ts';
import type { TrainingOutcome } from '../scoring/health/judge-training.ts';
import { proportion } from '../scoring/proportion.ts';
import { scoreRow } from '../scoring/score-row.ts';
import type { Task } from '../scoring/task.ts';

/** What the model answered to one prompt, and whether that is right (null: nothing to compare with). */
export interface JudgedAnswer {
  readonly prediction: Prediction;
  readonly correct: boolean | null;
  /** The class of the answer, else the answer. */
  readonly chosen: string;
}

/** Every recorded answer, judged by the honest ladder; none without predictions. */
export function judgedAnswers(predictions: Gathered<Predictions>, task: Task): readonly JudgedAnswer[] {
  if (predictions.state !== 'found') return [];
  return predictions.value.rows.map((prediction) => judged(prediction, task, prediction.target));
}

/** The same answer judged by the right answer of its row of data, where the predictions do not say what is right. */
export function judgedBy(answer: JudgedAnswer, right: string | undefined, task: Task): JudgedAnswer {
  return answer.correct === null && right !== undefined ? judged(answer.prediction, task, right) : answer;
}

function judged(prediction: Prediction, task: Task, target: string | undefined): JudgedAnswer {
  const gold = goldOf({ gold: prediction.gold, target }, task);
  const { correctOurs, ourClass } = scoreRow({ ...scorableRow(prediction), gold, target }, task);
  return { prediction, correct: correctOurs, chosen: ourClass ?? prediction.output };
}

/** Right answers on rows of the training split and on all others; null where none was judged. */
export function scoresBySplit(answers: readonly JudgedAnswer[]): Pick<TrainingOutcome, 'trained' | 'unseen'> {
  const of = (isTrained: boolean) => {
    const judged = answers.filter(
      ({ prediction, correct }) => correct !== null && (prediction.split === 'train') === isTrained,
    );
    return judged.length === 0 ? null : proportion(judged.filter(({ correct }) => correct).length, judged.length);
  };
  return { trained: of(true), unseen: of(false) };
}
