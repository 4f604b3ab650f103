import { choiceRows } from '../../scoring/health/choice-rows.ts';
import { type OptionPositions, optionPositions } from '../../scoring/health/option-positions.ts';
import type { UnseenAnswer } from './unseen-answers.ts';

/** Where right and chosen options stand in what the model was asked; null where the questions do not list options of their own. */
export function chosenPlaces(answers: readonly UnseenAnswer[]): OptionPositions | null {
  const choices = choiceRows(
    answers.map(({ question, prediction, scored }) => ({
      question,
      answer: scored.goldClass ?? (typeof prediction.gold === 'string' ? prediction.gold : (prediction.target ?? '')),
      chosen: scored.ourClass ?? prediction.output,
    })),
  );
  return choices === null ? null : optionPositions(choices.rows, choices.options);
}
