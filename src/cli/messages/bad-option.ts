import type { UserMessage } from '../user-message.ts';

/** Wraps what the option parser says of a command's words, `error: unknown option …`. */
export function badOption(text: string, command: string): UserMessage {
  return {
    what: text.replace(/^error: /, '').trim(),
    likely: 'a typing mistake or an option of another command',
    try: [`${command} --help`, ...(command === 'lockstep' ? ['lockstep check --help'] : ['lockstep --help'])],
  };
}
