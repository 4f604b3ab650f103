import type { Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import type { Conversational } from './conversational.ts';
import { fail } from './fail.ts';

/** How training ends when TRL cannot tell from the first row whether rows are conversations. */
export function unclearShape(shape: Exclude<Conversational, 'yes' | 'no'>): Result<never, TrainerFailure> {
  return shape === 'empty-list'
    ? fail(
        'IndexError',
        'The first row has an empty list of messages, at whose first message TRL looks. Drop such rows.',
      )
    : fail(
        'CannotTell',
        'The columns of the first row disagree about being conversations, and TRL looks at one at random. Make them agree.',
      );
}
