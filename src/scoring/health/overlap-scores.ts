import { fisherExact } from '../../lib/statistics/fisher-exact.ts';
import { type Proportion, proportion } from '../proportion.ts';
import type { AskedQuestion } from './repeated-questions.ts';
import type { Duplicates } from './repeated-texts.ts';

export interface EvaluatedRow extends AskedQuestion {
  readonly id: string;
  /** Null: not judged. */
  readonly correct: boolean | null;
}

export interface OverlapScores {
  /** Evaluation rows that are training rows too, with the number of the training row. */
  readonly exact: readonly OverlapPair[];
  readonly near: readonly OverlapPair[];
  /** Rows that overlap, over all evaluation rows. */
  readonly overlap: Proportion;
  /** Right answers on rows that were trained on, and on rows that were not: the second is the score that can be believed. */
  readonly contaminated: Proportion;
  readonly clean: Proportion;
  /** Fisher's exact test that both are answered equally well: a small p estimates memory. Null when either part is empty. */
  readonly p: number | null;
  readonly complete: boolean;
}

export interface OverlapPair {
  readonly id: string;
  readonly trainRow: number;
  readonly similarity: number;
}

/** What of the evaluation was trained on, and what the scores are with and without it. */
export function overlapScores(found: Duplicates, evaluation: readonly Omit<EvaluatedRow, 'question'>[]): OverlapScores {
  const seen = new Set(found.pairs.map(({ second }) => second));
  const part = (wanted: boolean): Proportion => {
    const rows = evaluation.filter(({ correct }, row) => correct !== null && seen.has(row) === wanted);
    return proportion(rows.filter(({ correct }) => correct).length, rows.length);
  };
  const pairsOf = (exact: boolean): OverlapPair[] =>
    found.pairs
      .filter((pair) => pair.exact === exact)
      .map(({ first, second, similarity }) => ({
        id: evaluation[second]?.id ?? String(second),
        trainRow: first,
        similarity,
      }));
  const [contaminated, clean] = [part(true), part(false)];
  const groups = {
    first: { successes: contaminated.count, n: contaminated.of },
    second: { successes: clean.count, n: clean.of },
  };
  return {
    ...{ exact: pairsOf(true), near: pairsOf(false) },
    overlap: proportion(seen.size, evaluation.length),
    ...{ contaminated, clean },
    p: contaminated.of === 0 || clean.of === 0 ? null : fisherExact(groups),
    complete: found.complete,
  };
}
