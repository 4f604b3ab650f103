import type { SideReport } from '../../diff/side-report.ts';
import type { LockDifference } from '../../lock/lock-difference.ts';

/** What a comparison of two sides weighs for the exit code, one entry per thing that is not equal. */
export function sideWeights({ comparison, gguf = [], prefix }: SideReport): readonly Pick<LockDifference, 'weight'>[] {
  const broken =
    comparison.clusters.length + gguf.filter(({ state }) => state === 'differs').length + (prefix?.broken.length ?? 0);
  // Equal prompts say nothing about the training rows as long as not one of these could be held against them.
  const isUnproved = prefix !== undefined && prefix.proved === 0 && prefix.broken.length === 0;
  const isOpen = comparison.unknown.length > 0 || comparison.conversations === 0 || isUnproved;
  return [
    ...Array.from({ length: broken }, () => ({ weight: 'breaks' as const })),
    ...(isOpen ? [{ weight: 'unknown' as const }] : []),
    ...(comparison.timeDependent.length > 0 ? [{ weight: 'note' as const }] : []),
  ];
}
