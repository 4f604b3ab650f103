import { detectableDifference } from '../../lib/statistics/detectable-difference.ts';

/** A share of rows that exactly one of two runs gets right, and the difference of accuracies that is then found; null: none is. */
export interface FoundDifference {
  readonly discordant: number;
  readonly difference: number | null;
}

/** Shares of discordant rows that a comparison is planned with: two checkpoints of a run, two runs, two models. */
const ASSUMED_DISCORDANT = [0.05, 0.1, 0.2, 0.3] as const;

/** What a comparison of `n` paired rows would find with 80 % power at the 5 % level, known before any second answer is. */
export function assumedDifferences(n: number): readonly FoundDifference[] {
  return ASSUMED_DISCORDANT.map((discordant) => ({
    discordant,
    difference: detectableDifference({ kind: 'paired', n, discordant }),
  }));
}
