import { chiSquareTail } from '../../lib/statistics/chi-square-tail.ts';
import { mcNemar } from '../../lib/statistics/mc-nemar.ts';
import { type Proportion, proportion } from '../proportion.ts';
import { type RowList, rowList } from './row-list.ts';

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
    /** Rows whose right option stands here. */
    readonly rows: RowList;
  }[];
  /** Chi-square test that the right option stands equally often at every place; null below five rows for each place. */
  readonly p: number | null;
  /** The largest share of right options at one place: what always choosing it scores. */
  readonly constantChoice: number;
  /** Standard deviation of the recalls (Zheng et al., arXiv 2309.03882): pick rates would depend on the gold, recalls do not. */
  readonly recallSpread: number | null;
  /** The place that is chosen most beyond its share of right options; null where nothing was chosen. */
  readonly favoured: FavouredPlace | null;
}

export interface FavouredPlace {
  /** From 0. */
  readonly place: number;
  readonly chosen: number;
  readonly right: number;
  /** Rows with a choice. */
  readonly of: number;
  /** McNemar's exact test that it is chosen as often as it is right, times the number of places. */
  readonly p: number;
}

const FEWEST_EXPECTED = 5;
const MOST_OPTIONS = 100;

/**
 * Whether the right option, or the model's choice, prefers a place in the list. Rows must have the same number of options; a row that is
 * no question of this kind is undefined.
 */
export function optionPositions(given: readonly (ChoiceRow | undefined)[], options: number): OptionPositions {
  const rows = given.filter((row) => row !== undefined);
  const places = Array.from({ length: Math.min(options, MOST_OPTIONS) }, (_, place) => place);
  const chosen = rows.filter((row) => row.chosen !== undefined && row.chosen !== null);
  const positions = places.map((place) => {
    const here = rows.filter(({ right }) => right === place);
    const judged = here.filter((row) => row.chosen !== undefined);
    return {
      right: proportion(here.length, rows.length),
      chosen: proportion(chosen.filter((row) => row.chosen === place).length, chosen.length),
      recall: proportion(judged.filter((row) => row.chosen === place).length, judged.length),
      rows: rowList(given.flatMap((row, at) => (row?.right === place ? [at] : []))),
    };
  });
  const expected = rows.length / places.length;
  const statistic = positions.reduce((sum, { right }) => sum + (right.count - expected) ** 2 / expected, 0);
  return {
    positions,
    p: places.length < 2 || expected < FEWEST_EXPECTED ? null : chiSquareTail(statistic, places.length - 1),
    constantChoice: positions.reduce((most, { right }) => Math.max(most, right.share ?? 0), 0),
    favoured: favouredPlace(chosen, places),
    recallSpread: spreadOf(positions.flatMap(({ recall }) => (recall.share === null ? [] : [recall.share]))),
  };
}

/** Paired, because places need not be right equally often. */
function favouredPlace(rows: readonly ChoiceRow[], places: readonly number[]): FavouredPlace | null {
  if (rows.length === 0) return null;
  const counted = places.map((place) => {
    const wrongly = rows.filter(({ right, chosen }) => chosen === place && right !== place).length;
    const missed = rows.filter(({ right, chosen }) => right === place && chosen !== place).length;
    const hits = rows.filter(({ right, chosen }) => right === place && chosen === place).length;
    const p = Math.min(1, mcNemar(wrongly, missed).exact * places.length);
    return { place, chosen: hits + wrongly, right: hits + missed, of: rows.length, p };
  });
  return counted.toSorted((a, b) => b.chosen - b.right - (a.chosen - a.right))[0] ?? null;
}

function spreadOf(recalls: readonly number[]): number | null {
  if (recalls.length < 2) return null;
  const mean = recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
  return Math.sqrt(recalls.reduce((sum, recall) => sum + (recall - mean) ** 2, 0) / recalls.length);
}
