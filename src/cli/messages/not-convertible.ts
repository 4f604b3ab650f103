import type { UserMessage } from '../user-message.ts';

export function notConvertible(path: string, reason: string): UserMessage {
  return {
    what: `${path} cannot be converted: ${reason}`,
    likely: 'another file than you meant, or an option that does not fit its rows',
    try: ['lockstep convert --help'],
  };
}
