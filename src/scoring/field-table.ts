import type { FieldOutcome } from './field-scores.ts';
import { type Proportion, proportion } from './proportion.ts';
import type { ScoredRow } from './score-row.ts';

export interface FieldTally {
  readonly field: string;
  readonly outcomes: Readonly<Record<FieldOutcome, number>>;
  readonly keyMissing: number;
  /** TP / (TP + FD + FA). */
  readonly precision: Proportion;
  /** TP / gold values that were answered rightly or not at all: a wrong value costs precision only (stickler's recall). */
  readonly recallPresence: Proportion;
  /** TP / all gold values: a wrong value costs both. */
  readonly recallCorrect: Proportion;
}

export interface FieldTable {
  readonly fields: readonly FieldTally[];
  /** All fields of all rows pooled, those that only a row's gold has included. */
  readonly micro: Omit<FieldTally, 'field'>;
}

interface Counts {
  readonly outcomes: Record<FieldOutcome, number>;
  keyMissing: number;
  goldValues: number;
}

/** Field outcomes of rows with usable gold, per task field and pooled. */
export function fieldTable(rows: readonly ScoredRow[], fields: readonly string[]): FieldTable {
  const counts = new Map(fields.map((field) => [field, noCounts()]));
  const pooled = noCounts();
  for (const row of rows) {
    for (const { field, outcome, keyMissing, goldHasValue } of row.fields) {
      for (const tally of [pooled, counts.get(field)]) {
        if (tally === undefined) continue;
        tally.outcomes[outcome]++;
        if (keyMissing) tally.keyMissing++;
        if (goldHasValue) tally.goldValues++;
      }
    }
  }
  return { fields: [...counts].map(([field, tally]) => ({ field, ...tallyOf(tally) })), micro: tallyOf(pooled) };
}

function tallyOf({ outcomes, keyMissing, goldValues }: Counts): Omit<FieldTally, 'field'> {
  const { TP, FD, FA } = outcomes;
  return {
    ...{ outcomes, keyMissing },
    precision: proportion(TP, TP + FD + FA),
    recallPresence: proportion(TP, goldValues - FD),
    recallCorrect: proportion(TP, goldValues),
  };
}

function noCounts(): Counts {
  return { outcomes: { TP: 0, FD: 0, FN: 0, FA: 0, TN: 0, unparsed: 0 }, keyMissing: 0, goldValues: 0 };
}
