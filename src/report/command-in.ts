import { shellWord } from '../lib/shell-word.ts';

/** Folders on a disk are absolute; anything else is a name that a page or a program gave to files in memory. */
const ON_DISK = /^(?:\/|[A-Za-z]:[\\/]|\\\\)/;

/** A command that is written for the working directory (`lockstep check .`), as it is typed for `folder`. */
export function commandIn(folder: string, command: string): string {
  if (!ON_DISK.test(folder)) return command;
  const [name, verb, , ...options] = command.split(' ');
  return [name, verb, shellWord(folder), ...options].join(' ');
}
