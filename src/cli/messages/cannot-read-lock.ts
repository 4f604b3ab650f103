import { dirname } from 'node:path';
import { shellWord } from '../../lib/shell-word.ts';
import type { UserMessage } from '../user-message.ts';

export function cannotReadLock(path: string, reason: string): UserMessage {
  return {
    what: `${path} could not be used as a lock: ${reason}`,
    likely: 'nothing was frozen yet, the lock lies elsewhere, or another version of Lockstep wrote it',
    try: [
      `lockstep freeze ${shellWord(dirname(path))}`,
      `lockstep verify ${shellWord(dirname(path))} --lock path/to/lockstep.lock`,
    ],
  };
}
