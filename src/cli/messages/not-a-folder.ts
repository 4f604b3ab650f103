import type { UserMessage } from '../user-message.ts';

/** `reason` is a sentence that begins with the path; `command` is set when the path looks like a mistyped command. */
export function notAFolder(path: string, reason: string, command: string | undefined): UserMessage {
  if (command !== undefined) {
    return {
      what: reason,
      likely: `a mistyped command: ${path} reads like ${command}`,
      try: [`lockstep ${command}`, 'lockstep --help'],
    };
  }
  return {
    what: reason,
    likely: 'a typing mistake, a file where a folder is needed, or another working directory than you think',
    try: ['lockstep check .', 'lockstep check path/to/run-folder'],
  };
}
