import { choiceRows } from '../../scoring/health/choice-rows.ts';
import { optionPositions } from '../../scoring/health/option-positions.ts';
import type { Proportion } from '../../scoring/proportion.ts';
import type { Examples } from '../examples.ts';

/** One false alarm in a thousand runs. */
const SURE = 0.001;
/** One place half as frequent again as chance is worth learning; less pays off too rarely. */
const HALF_AGAIN = 1.5;

/** How often the right option of training rows stands at a place (from 0); null unless that is surely and clearly more than chance. */
export function taughtPlace({ rows }: Examples, place: number): Proportion | null {
  const choices = choiceRows(rows.map((row) => ({ question: row.prompt, answer: row.class ?? row.answer ?? '' })));
  if (choices === null) return null;
  const { positions, p } = optionPositions(choices.rows, choices.options);
  const right = positions[place]?.right;
  const isClear = (right?.share ?? 0) * choices.options >= HALF_AGAIN;
  return right !== undefined && isClear && p !== null && p < SURE ? right : null;
}
