import type { MergeSums } from './merge-sums.ts';
import type { ScaleCandidate } from './scale-candidates.ts';

/** What is known of the tensor from all its values. */
type Measured = Pick<MergeSums, 'count' | 'update' | 'projection' | 'rounding'>;

/** An explanation may leave 3 roundings, and predicting adds one of its own. */
const IMPOSSIBLE = 6;
/** Generous beside the noise of computing the update (factor-fit). */
const UPDATE_NOISE = 4e-3;

/** Whether a candidate can have left the κ that was measured. */
export function isPossible({ factor }: ScaleCandidate, { count, update, projection, rounding }: Measured): boolean {
  const size = Math.sqrt(update / count);
  const apart = Math.abs(factor - projection / update) * size;
  return apart <= IMPOSSIBLE * (Math.sqrt(rounding / count) + UPDATE_NOISE * Math.max(1, Math.abs(factor)) * size);
}
