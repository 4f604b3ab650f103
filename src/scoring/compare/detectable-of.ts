import { detectableDifference } from '../../lib/statistics/detectable-difference.ts';
import { rowsForDifference } from '../../lib/statistics/rows-for-difference.ts';
import { assumedDifferences } from './assumed-differences.ts';
import type { Detectable } from './comparison.ts';

/** Rows that were compared or, where rows belong to groups, groups: as many pieces of evidence as there really are. */
export interface ComparedUnits {
  readonly n: number;
  /** Units whose answers differ in being right. */
  readonly moved: number;
  /** Rows fixed less rows broken. */
  readonly gain: number;
}

/** Five that all changed the same way still have p = 0.0625. */
export const FEWEST_DECIDABLE = 6;

/** What a comparison of these units could find before and after looking, and how many would be needed to find what was seen. */
export function detectableOf({ n, moved, gain }: ComparedUnits): Detectable {
  const discordant = n === 0 ? 0 : moved / n;
  const difference = detectableDifference({ kind: 'paired', n, discordant });
  const seen = n === 0 ? 0 : Math.min(discordant, Math.abs(gain) / n);
  const needed = seen === 0 ? null : Math.ceil(rowsForDifference({ discordant, difference: seen }));
  const neededToChange = moved === 0 || moved >= FEWEST_DECIDABLE ? null : Math.ceil((FEWEST_DECIDABLE * n) / moved);
  return { before: assumedDifferences(n), after: { discordant, difference }, needed, neededToChange };
}
