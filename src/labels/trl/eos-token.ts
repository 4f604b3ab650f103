import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from './fail.ts';
import type { PlanInput } from './plan-input.ts';

/** The end-of-sequence token after the setting `eos_token` took effect; undefined when there is none. */
export function eosToken({
  settings,
  tokenizer,
  specialTokens,
}: PlanInput): Result<string | undefined, TrainerFailure> {
  const { eos_token: given } = settings.config;
  if (given === null || given === undefined) return ok(specialTokens.eos_token);
  if (tokenizer.tokenId(given) !== undefined) return ok(given);
  return fail(
    'ValueError',
    `eos_token "${given}" is not in the tokenizer's vocabulary, so training does not start. Name a token that is.`,
  );
}
