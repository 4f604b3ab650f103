import type { LockSection } from './lock.ts';

/**
 * `breaks`: what was trained is not what is there now. `unknown`: it was frozen and cannot be seen any more. `note`: it changed, and
 * that alone changes nothing the model sees.
 */
export type DifferenceWeight = 'breaks' | 'unknown' | 'note';

/** One difference between two locks. What changed, why it matters and what to do are whole sentences. */
export interface LockDifference {
  readonly section: LockSection;
  readonly weight: DifferenceWeight;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  /** What exactly: keys with both values, probes with their tokens. */
  readonly details: readonly string[];
}
