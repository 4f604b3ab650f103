import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { conversational } from './conversational.ts';
import { fail } from './fail.ts';
import type { PlanInput } from './plan-input.ts';
import type { Release } from './releases.ts';
import { unclearShape } from './unclear-shape.ts';

/** Whether release and first row, before any conversion, go with `assistant_only_loss`, if that is set. */
export function assistantOnlyAllowed(input: PlanInput, release: Release): Result<undefined, TrainerFailure> {
  if (!input.settings.config.assistant_only_loss) return ok(undefined);
  if (release.behaviour.assistantOnly === 'none')
    return fail(
      'TypeError',
      'This TRL release has no assistant_only_loss (0.19.0 and later have), so the settings are refused. Update TRL.',
    );
  const shape = conversational(input.firstRow);
  if (shape === 'yes') return ok(undefined);
  if (shape !== 'no') return unclearShape(shape);
  return fail(
    'ValueError',
    'assistant_only_loss needs conversations, and the first row has none: no messages, prompt or completion with role and content. Rename conversations to messages with role and content before training, or turn the setting off.',
  );
}
