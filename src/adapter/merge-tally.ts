import { emptySums, type MergeSums } from './merge-sums.ts';

/**
 * What the values of one tensor add up to, and what its stretches say by themselves. A stretch is a band of a sample, or the
 * neighbouring rows of an exact proof that hold as many values: where only a part of a tensor was merged, its stretches differ.
 */
export interface MergeTally {
  /** Over all stretches but those apart. */
  readonly sums: MergeSums;
  /** Stretches in which the update is large enough to tell whether it is there. */
  telling: number;
  /** Those of them that are not base + update, and the sums over these. */
  apart: number;
  readonly ofApart: MergeSums;
}

/** A tensor of which nothing was read yet. */
export function emptyTally(): MergeTally {
  return { sums: emptySums(), telling: 0, apart: 0, ofApart: emptySums() };
}
