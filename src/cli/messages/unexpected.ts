import { stackText } from '../../lib/stack-text.ts';
import type { UserMessage } from '../user-message.ts';

/** The last resort of main.ts. */
export function unexpected(error: unknown): UserMessage {
  const text = stackText(error);
  return {
    what: `Lockstep stopped: ${text.split('\n').slice(0, 4).join(' | ')}`,
    likely: 'a bug in Lockstep; please file an issue with this message and the command that you ran',
    try: ['lockstep --version'],
  };
}
