import { wilsonInterval } from '../lib/statistics/wilson-interval.ts';
import { assumedDifferences, type FoundDifference } from '../scoring/compare/assumed-differences.ts';

/** Evaluation data that no predictions belong to yet, and what it will be able to show. */
export interface WaitingRows {
  readonly path: string;
  readonly rows: number;
  /** Rows that say what is right. */
  readonly gold: number;
  /** Half of the widest 95 % interval that an accuracy over them can have. */
  readonly within: number;
  /** Which differences two runs compared on them could show. */
  readonly detectable: readonly FoundDifference[];
}

/** Known before any answer is, so that the number of rows can still be changed. */
export function waitingRows({ path, rows, gold }: Pick<WaitingRows, 'path' | 'rows' | 'gold'>): WaitingRows {
  const widest = wilsonInterval(gold / 2, gold);
  const within = widest === null ? 1 : (widest.high - widest.low) / 2;
  return { path, rows, gold, within, detectable: assumedDifferences(gold) };
}
