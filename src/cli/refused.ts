import type { Result } from '../lib/result.ts';
import type { UserMessage } from './user-message.ts';

/** The outcome of a step that the user has to put right. */
export function refused(problem: UserMessage): Result<never, UserMessage> {
  return { ok: false, problem };
}
