import { chiSquareTail } from '../../lib/statistics/chi-square-tail.ts';
import { type Proportion, proportion } from '../proportion.ts';

/** One multiple-choice row: the place of the right option and, after prediction, of the chosen one, from 0. Null: none was chosen. */
export interface ChoiceRow {
  readonly right: number;
  readonly chosen?: number | null;
}

export interface OptionPositions {
  readonly positions: readonly {
    readonly right: Proportion;
    readonly chosen: Proportion;
    /** Right choices over rows whose right option stands here. */
    readonly recall: Proportion;
  }[];
  /** Chi-square test that the right option stands equally often at every place; null below five rows for each place. */
  readonly p: number | null;
  /** The largest share of right options at one place: what always choosing it scores. */
  readonly constantChoice: number;
  /** Standard deviation of the recalls (Zheng et al., arXiv 2309.03882): pick rates would depend on the gold, recalls do not. */
  readonly recallSpread: number | null;
}

const FEWEST_EXPECTED = 5;
const MOST_OPTIONS = 100;

/** Whether the right option, or the model's choice, prefers a place in the list. Rows must have the same number of options. */
export function optionPositions(rows: readonly ChoiceRow[], options: number): OptionPositions {
  const places = Array.from({ length: Math.min(options, MOST_OPTIONS) }, (_, place) => place);
  const chosen = rows.filter((row) => row.chosen !== undefined && row.chosen !== null);
  const positions = places.map((place) => {
    const here = rows.filter(({ right }) => right === place);
    const judged = here.filter((row) => row.chosen !== undefined);
    return {
      right: proportion(here.length, rows.length),
      chosen: proportion(chosen.filter((row) => row.chosen === place).length, chosen.length),
      recall: proportion(judged.filter((row) => row.chosen === place).length, judged.length),
    };
  });
  const expected = rows.length / places.length;
  const statistic = positions.reduce((sum, { right }) => sum + (right.count - expected) ** 2 / expected, 0);
  return {
    positions,
    p: places.length < 2 || expected < FEWEST_EXPECTED ? null : chiSquareTail(statistic, places.length - 1),
    constantChoice: positions.reduce((most, { right }) => Math.max(most, right.share ?? 0), 0),
    recallSpread: spreadOf(positions.flatMap(({ recall }) => (recall.share === null ? [] : [recall.share]))),
  };
}

function spreadOf(recalls: readonly number[]): number | null {
  if (recalls.length < 2) return null;
  const mean = recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
  return Math.sqrt(recalls.reduce((sum, recall) => sum + (recall - mean) ** 2, 0) / recalls.length);
}
