import type { UserMessage } from '../user-message.ts';

/** Wraps what the option parser says, `error: unknown option …`. */
export function badOption(text: string): UserMessage {
  return {
    what: text.replace(/^error: /, '').trim(),
    likely: 'a typing mistake or an option of another command',
    try: ['lockstep --help', 'lockstep check --help'],
  };
}
