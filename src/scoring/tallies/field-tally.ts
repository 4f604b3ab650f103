import type { FieldOutcome } from '../field-scores.ts';
import { type Proportion, proportion } from '../proportion.ts';
import type { ScoredRow } from '../scored-row.ts';
import { recordOf } from './record-of.ts';
import { sampleTally } from './sample-tally.ts';
import { type TextFigures, textTally } from './text-tally.ts';

export interface FieldTally {
  readonly field: string;
  readonly outcomes: Readonly<Record<FieldOutcome, number>>;
  /** The first rows behind each outcome. */
  readonly idsByOutcome: Readonly<Record<FieldOutcome, readonly string[]>>;
  readonly keyMissing: number;
  /** TP and TN of all judged rows: an answer that could not be read is wrong. */
  readonly exactMatch: Proportion;
  /** TP / (TP + FD + FA). */
  readonly precision: Proportion;
  /** TP / gold values that were answered rightly or not at all: a wrong value costs precision only (stickler's recall). */
  readonly recallPresence: Proportion;
  /** TP / all gold values: a wrong value costs both. */
  readonly recallCorrect: Proportion;
  /** Over gold texts whose answer could be read; a missing key is an empty text. The others are `outcomes.unparsed`. */
  readonly texts: TextFigures;
}

export interface FieldTable {
  readonly fields: readonly FieldTally[];
  /** All fields of all rows pooled, those that only a row's gold has included. */
  readonly micro: Omit<FieldTally, 'field'>;
}

export interface FieldTableTally {
  /** Rows without usable gold are passed over. */
  readonly add: (row: ScoredRow) => void;
  readonly result: () => FieldTable;
}

type FieldScored = ScoredRow['fields'][number];
const OUTCOMES = ['TP', 'FD', 'FN', 'FA', 'TN', 'unparsed'] as const;

/** Field outcomes of rows with usable gold, per task field and pooled. */
export function fieldTally(fields: readonly string[]): FieldTableTally {
  const pooled = oneField();
  const byName = new Map(fields.map((field) => [field, oneField()]));
  return {
    add: (row) => {
      if (row.correctOurs === null) return;
      for (const score of row.fields) {
        pooled.add(row.id, score);
        byName.get(score.field)?.add(row.id, score);
      }
    },
    result: () => ({
      fields: [...byName].map(([field, tally]) => ({ field, ...tally.result() })),
      micro: pooled.result(),
    }),
  };
}

function oneField(): { add: (id: string, score: FieldScored) => void; result: () => Omit<FieldTally, 'field'> } {
  const outcomes = sampleTally<FieldOutcome>();
  const texts = textTally();
  let keyMissing = 0;
  let goldValues = 0;
  return {
    add: (id, score) => {
      outcomes.add(score.outcome, id);
      if (score.keyMissing) keyMissing++;
      if (score.goldHasValue) goldValues++;
      if (score.measures !== null) texts.add(id, score.measures);
    },
    result: () => {
      const count = (outcome: FieldOutcome): number => outcomes.get(outcome).count;
      const all = OUTCOMES.reduce((sum, outcome) => sum + count(outcome), 0);
      return {
        outcomes: recordOf(OUTCOMES, count),
        idsByOutcome: recordOf(OUTCOMES, (outcome) => outcomes.get(outcome).ids),
        keyMissing,
        exactMatch: proportion(count('TP') + count('TN'), all),
        precision: proportion(count('TP'), count('TP') + count('FD') + count('FA')),
        recallPresence: proportion(count('TP'), goldValues - count('FD')),
        recallCorrect: proportion(count('TP'), goldValues),
        texts: texts.result(),
      };
    },
  };
}
