import type { Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from '../trl/fail.ts';
import { MAX_IMAGE_TOKENS } from './max-image-tokens.ts';
import type { ImageExpansion } from './vision-processor.ts';

/** The expansion of families that write one token many times. A count below zero writes nothing, as `"x" * -1` in Python. */
export function repeatedToken(token: string, count: number): Result<ImageExpansion, TrainerFailure> {
  if (count > MAX_IMAGE_TOKENS) {
    return fail(
      'CannotTell',
      `An image of ${count} tokens is more than Lockstep writes out. Check the processor settings.`,
    );
  }
  const tokens = Math.max(0, count);
  return { ok: true, value: { text: token.repeat(tokens), tokens } };
}
