import type { Result } from '../../lib/result.ts';
import type { FailureType, TrainerFailure } from '../training-setup.ts';

/** A failed result with the Python exception the trainer ends with. */
export function fail(type: FailureType, message: string): Result<never, TrainerFailure> {
  return { ok: false, problem: { type, message } };
}
