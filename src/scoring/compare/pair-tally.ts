import type { JsonValue } from '../../formats/json-value.ts';
import type { AnswerReading } from '../read-answer.ts';
import { sameValue } from '../same-value.ts';
import type { PredictionRow } from '../scored-row.ts';

/** Two answers to the same row. */
export interface AnswerPair {
  readonly first: PredictionRow;
  readonly second: PredictionRow;
  /** Null: at least one run did not record what it asked, or both in forms that cannot be compared. */
  readonly samePrompt: boolean | null;
  /** Of both outputs, where they were read before. */
  readonly readings?: { readonly first: AnswerReading; readonly second: AnswerReading };
  /** What the row was drawn from (patient, document, image): rows of one group are no independent evidence. */
  readonly group?: string | undefined;
}

export type MismatchKind = 'duplicate-ids' | 'no-common-ids' | 'other-rows' | 'other-gold' | 'other-prompts';

/** Why two runs are not the same examination. `ids`: the first of them. */
export interface Mismatch {
  readonly kind: MismatchKind;
  readonly count: number;
  readonly of: number;
  readonly ids: readonly string[];
}

/** Rows by id: how many, and the first of them. */
export interface Ids {
  readonly count: number;
  readonly ids: readonly string[];
}

/** What is known once both runs were read. */
export interface Unpaired {
  readonly onlyFirst: Ids;
  readonly onlySecond: Ids;
  /** Rows whose id an earlier row of the same run and split has; of all rows. Absent where such rows were left out before. */
  readonly duplicates?: Ids & { readonly of: number };
}

export interface PairTally {
  readonly add: (pair: AnswerPair) => void;
  readonly result: (unpaired: Unpaired) => readonly Mismatch[];
  readonly pairs: () => number;
  readonly promptsUnknown: () => number;
}

const MOST_IDS = 20;

/** Notices in what two runs differ beside their answers, pair by pair. */
export function pairTally(): PairTally {
  const gold = idCount();
  const prompts = idCount();
  let pairs = 0;
  let promptsUnknown = 0;
  return {
    add: ({ first, second, samePrompt }) => {
      pairs++;
      if (!sameGold(first, second)) gold.add(first.id);
      if (samePrompt === false) prompts.add(first.id);
      if (samePrompt === null) promptsUnknown++;
    },
    result: ({ onlyFirst, onlySecond, duplicates }) => {
      const all = pairs + onlyFirst.count + onlySecond.count;
      const alone = { count: onlyFirst.count + onlySecond.count, ids: [...onlyFirst.ids, ...onlySecond.ids] };
      const none = { count: pairs === 0 ? all : 0, ids: [] };
      const found = [
        mismatch('duplicate-ids', duplicates ?? { count: 0, ids: [] }, duplicates?.of ?? 0),
        mismatch('no-common-ids', none, all),
        mismatch('other-rows', alone, all),
        mismatch('other-gold', gold.result(), pairs),
        mismatch('other-prompts', prompts.result(), pairs),
      ];
      return found.filter(({ kind, count }) => count > 0 || (kind === 'no-common-ids' && pairs === 0));
    },
    pairs: () => pairs,
    promptsUnknown: () => promptsUnknown,
  };
}

/** Counts rows and keeps the first ids. */
export function idCount(most = MOST_IDS): { readonly add: (id: string) => void; readonly result: () => Ids } {
  const ids: string[] = [];
  let count = 0;
  return {
    add: (id) => {
      count++;
      if (ids.length < most) ids.push(id);
    },
    result: () => ({ count, ids: [...ids] }),
  };
}

function sameGold(first: PredictionRow, second: PredictionRow): boolean {
  const same = (one: JsonValue | undefined, other: JsonValue | undefined): boolean =>
    one === undefined || other === undefined || sameValue(one, other);
  return same(first.gold, second.gold) && same(first.target, second.target);
}

function mismatch(kind: MismatchKind, { count, ids }: Ids, of: number): Mismatch {
  return { kind, count, of, ids: ids.slice(0, MOST_IDS) };
}
