import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from './fail.ts';
import type { PlanInput } from './plan-input.ts';
import type { Release } from './releases.ts';

type Checked = Result<undefined, TrainerFailure>;
const PASSED: Checked = ok(undefined);

function lengthAllowed({ settings: { config } }: PlanInput): Checked {
  if (!config.padding_free || config.packing || typeof config.max_length !== 'number') return PASSED;
  return fail(
    'ValueError',
    'padding_free without packing does not enforce max_length, so TRL refuses the two together. Turn packing on, or set max_length to null and cut the rows yourself.',
  );
}

function unpreparedAllowed({ settings: { config }, columns }: PlanInput): Checked {
  const hasMask = columns.includes('completion_mask') || columns.includes('assistant_masks');
  if (!config.dataset_kwargs?.skip_prepare_dataset || columns.includes('labels') || !hasMask) return PASSED;
  return fail(
    'ValueError',
    'skip_prepare_dataset leaves mask columns unread, so the whole sequence would bear loss. Add a labels column (-100 for tokens without loss), or drop the setting.',
  );
}

function formattingAllowed({ settings: { config } }: PlanInput, release: Release, completionOnly: boolean): Checked {
  const isClash = completionOnly && config.formatting_func && release.behaviour.refusesFormattingWithCompletion;
  if (!isClash || config.dataset_kwargs?.skip_prepare_dataset) return PASSED;
  return fail(
    'ValueError',
    'A formatting function makes one text of a row, which cannot go with loss on the completion only. Format the rows before training, or set completion_only_loss to false.',
  );
}

/** The combinations of settings that TRL refuses right before it prepares the data, in its order. */
export function settingsAllowed(input: PlanInput, release: Release, completionOnly: boolean): Checked {
  const checks = [lengthAllowed(input), unpreparedAllowed(input), formattingAllowed(input, release, completionOnly)];
  return checks.find((check) => !check.ok) ?? PASSED;
}
