import type { MergeSums } from './merge-sums.ts';

/** Float32 arithmetic leaves about as much of a weight. */
const INERT = 1e-6;

/** An update that is no larger than the noise of arithmetic says nothing: a fresh DoRA module restores the norms of its base up to it. */
export function isInert({ update, weight }: Pick<MergeSums, 'update' | 'weight'>): boolean {
  return update <= weight * INERT ** 2;
}
