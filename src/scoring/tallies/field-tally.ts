import type { FieldOutcome } from '../field-scores.ts';
import { NO_INTERVAL } from '../measures/measure.ts';
import { type Effort, QUICK } from '../measures/ratio-units.ts';
import { type Proportion, proportion } from '../proportion.ts';
import type { ScoredRow } from '../scored-row.ts';
import { MOST_IDS } from './most-ids.ts';
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

/** More fields are not looked at one by one, and their intervals would take minutes. */
const MOST_WITH_INTERVALS = 50;

/** Field outcomes of rows with usable gold, per task field and pooled; with intervals of rates where they are asked for. */
export function fieldTally(fields: readonly string[], intervals: boolean): FieldTableTally {
  const effort = intervals && fields.length <= MOST_WITH_INTERVALS ? QUICK : undefined;
  const pooled = oneField(effort);
  const byName = new Map(fields.map((field) => [field, oneField(effort)]));
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
      micro: withoutMedianInterval(pooled.result()),
    }),
  };
}

/** The ranks of an order statistic count texts as if each were drawn by itself; those of one document are not. */
function withoutMedianInterval(micro: FieldTable['micro']): FieldTable['micro'] {
  const { texts } = micro;
  return {
    ...micro,
    texts: { ...texts, medianCharacterErrorRate: { ...texts.medianCharacterErrorRate, ...NO_INTERVAL } },
  };
}

function oneField(effort?: Effort): {
  add: (id: string, score: FieldScored) => void;
  result: () => Omit<FieldTally, 'field'>;
} {
  const outcomes = sampleTally<FieldOutcome>();
  const texts = textTally(effort);
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
      const ids = (...kinds: readonly FieldOutcome[]): readonly string[] =>
        [...new Set(kinds.flatMap((kind) => outcomes.get(kind).ids))].slice(0, MOST_IDS);
      const all = OUTCOMES.reduce((sum, outcome) => sum + count(outcome), 0);
      return {
        outcomes: recordOf(OUTCOMES, count),
        idsByOutcome: recordOf(OUTCOMES, (outcome) => outcomes.get(outcome).ids),
        keyMissing,
        exactMatch: { ...proportion(count('TP') + count('TN'), all), otherIds: ids('FD', 'FN', 'FA', 'unparsed') },
        precision: { ...proportion(count('TP'), count('TP') + count('FD') + count('FA')), otherIds: ids('FD', 'FA') },
        recallPresence: { ...proportion(count('TP'), goldValues - count('FD')), otherIds: ids('FN', 'unparsed') },
        recallCorrect: { ...proportion(count('TP'), goldValues), otherIds: ids('FD', 'FN', 'unparsed') },
        texts: texts.result(),
      };
    },
  };
}
