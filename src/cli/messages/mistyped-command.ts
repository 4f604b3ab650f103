import type { UserMessage } from '../user-message.ts';

/** What was typed in place of a command is no folder, and reads like `command`. */
export function mistypedCommand(typed: string, command: string): UserMessage {
  return {
    what: `${typed} is neither a command nor a folder`,
    likely: `a typing mistake; did you mean ${command}?`,
    try: [`lockstep ${command} --help`, 'lockstep --help'],
  };
}
