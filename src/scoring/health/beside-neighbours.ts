import { mcNemar } from '../../lib/statistics/mc-nemar.ts';
import { type Proportion, proportion } from '../proportion.ts';

/** The model and its nearest training rows on the same evaluation rows. */
export interface BesideNeighbours {
  readonly model: Proportion;
  readonly neighbours: Proportion;
  /** Rows that only one of the two gets right. */
  readonly onlyModel: readonly string[];
  readonly onlyNeighbours: readonly string[];
  /** McNemar's exact test that both are right equally often. */
  readonly p: number;
}

export interface ComparedAnswer {
  readonly id: string;
  readonly class: string;
  /** Null: the model's answer is not judged, and the row is left out. */
  readonly correct: boolean | null;
}

const MOST_IDS = 1_000;

/** Pairs what the neighbours predict (in the order of the rows, possibly fewer) with what the model got right. Null without a pair. */
export function besideNeighbours(
  rows: readonly ComparedAnswer[],
  predicted: readonly (string | null)[],
): BesideNeighbours | null {
  const pairs = rows
    .slice(0, predicted.length)
    .flatMap(({ id, correct, class: name }, at) =>
      correct === null ? [] : [{ id, model: correct, neighbours: predicted[at] === name }],
    );
  if (pairs.length === 0) return null;
  const onlyModel = pairs.filter((pair) => pair.model && !pair.neighbours).map(({ id }) => id);
  const onlyNeighbours = pairs.filter((pair) => pair.neighbours && !pair.model).map(({ id }) => id);
  return {
    model: proportion(pairs.filter(({ model }) => model).length, pairs.length),
    neighbours: proportion(pairs.filter(({ neighbours }) => neighbours).length, pairs.length),
    onlyModel: onlyModel.slice(0, MOST_IDS),
    onlyNeighbours: onlyNeighbours.slice(0, MOST_IDS),
    p: mcNemar(onlyModel.length, onlyNeighbours.length).exact,
  };
}
