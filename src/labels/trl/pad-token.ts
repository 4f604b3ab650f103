import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from './fail.ts';
import type { PlanInput } from './plan-input.ts';

/** The token that batches are padded with. */
export function padToken(
  { settings, tokenizer, specialTokens }: PlanInput,
  eos: string | undefined,
): Result<{ text: string; id: number }, TrainerFailure> {
  const text = settings.config.pad_token || specialTokens.pad_token || eos;
  const id = text === undefined ? undefined : tokenizer.tokenId(text);
  if (text !== undefined && id !== undefined) return ok({ text, id });
  const shown =
    text === undefined
      ? 'No padding token and no end-of-sequence token is set'
      : `The padding token "${text}" is not in the vocabulary`;
  return fail(
    'ValueError',
    `${shown}, so batches cannot be padded and training does not start. Set tokenizer.pad_token to a token of the vocabulary.`,
  );
}
