import { basename, dirname } from 'node:path';
import { errorText } from '../../lib/error-text.ts';
import { shellWord } from '../../lib/shell-word.ts';
import type { UserMessage } from '../user-message.ts';

interface FailedWrite {
  readonly path: string;
  /** What was to be written, as `report`. */
  readonly noun: string;
  readonly command: string;
  readonly option?: string;
  readonly error: unknown;
}

/** A file that could not be written; the work itself was done. */
export function cannotWrite({ path, noun, command, option = '--out', error }: FailedWrite): UserMessage {
  const folder = dirname(path);
  const elsewhere = `lockstep ${command} … ${option} ${shellWord(basename(path))}`;
  const message = (reason: string, likely: string, first: string): UserMessage => ({
    what: `the ${noun} could not be written to ${path}: ${reason}`,
    likely,
    try: [first, elsewhere],
  });
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'ENOENT':
    case 'ENOTDIR':
      return message(`there is no folder ${folder}`, 'a typing mistake in the path', `mkdir -p ${shellWord(folder)}`);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return message('permission denied', `${folder} or the file may not be written to`, `ls -la ${shellWord(folder)}`);
    case 'EISDIR':
      return message('it is a folder', 'the name of a file in it is missing', `ls -la ${shellWord(path)}`);
    default:
      return message(
        errorText(error),
        'the disk is full, or the name is not one that this system takes',
        `df -h ${shellWord(folder)}`,
      );
  }
}
