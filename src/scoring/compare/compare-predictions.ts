import type { PredictionRow } from '../scored-row.ts';
import type { Comparison } from './comparison.ts';
import { type CompareOptions, comparisonTally } from './comparison-tally.ts';
import { type Ids, idCount } from './pair-tally.ts';

/** One run's answers. Prompts by prediction id, as they were sent: without them equal prompts cannot be proven. */
export interface ComparedRun {
  readonly predictions: readonly PredictionRow[];
  readonly prompts?: ReadonlyMap<string, string>;
}

export interface ComparePredictionsOptions extends Omit<CompareOptions, 'grouped'> {
  /** Prediction id to what it was drawn from (patient, document, image): rows of one group are no independent evidence. */
  readonly groups?: ReadonlyMap<string, string>;
}

/** Compares two runs that are held as a whole, paired by split and id; see `comparisonTally`. */
export function comparePredictions(
  first: ComparedRun,
  second: ComparedRun,
  { groups, ...options }: ComparePredictionsOptions,
): Comparison {
  const tally = comparisonTally({ ...options, grouped: groups !== undefined });
  const [left, right] = [byKey(first.predictions), byKey(second.predictions)];
  const onlyFirst = idCount();
  for (const [key, row] of left.rows) {
    const partner = right.rows.get(key);
    if (partner === undefined) onlyFirst.add(row.id);
    else {
      const samePrompt = areSame(first.prompts?.get(row.id), second.prompts?.get(row.id));
      tally.add({ first: row, second: partner, samePrompt, group: groups?.get(row.id) });
    }
  }
  const onlySecond = idCount();
  for (const [key, { id }] of right.rows) if (!left.rows.has(key)) onlySecond.add(id);
  const duplicates = {
    count: left.duplicates.count + right.duplicates.count,
    of: first.predictions.length + second.predictions.length,
    ids: [...left.duplicates.ids, ...right.duplicates.ids],
  };
  return tally.result({ onlyFirst: onlyFirst.result(), onlySecond: onlySecond.result(), duplicates });
}

function byKey(rows: readonly PredictionRow[]): {
  readonly rows: ReadonlyMap<string, PredictionRow>;
  readonly duplicates: Ids;
} {
  const known = new Map<string, PredictionRow>();
  const duplicates = idCount();
  for (const row of rows) {
    const key = `${row.split ?? 'all'}\n${row.id}`;
    if (known.has(key)) duplicates.add(row.id);
    else known.set(key, row);
  }
  return { rows: known, duplicates: duplicates.result() };
}

/** A prompt that only one run recorded is unknown, not other. */
function areSame(one: string | undefined, other: string | undefined): boolean | null {
  return one === undefined || other === undefined ? null : one === other;
}
