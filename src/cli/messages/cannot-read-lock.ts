import type { UserMessage } from '../user-message.ts';

export function cannotReadLock(path: string, reason: string): UserMessage {
  return {
    what: `${path} could not be used as a lock: ${reason}`,
    likely: 'nothing was frozen yet, the file lies elsewhere, or another version of Lockstep wrote it',
    try: ['lockstep freeze runs/my-run', 'lockstep verify runs/my-run --lock path/to/lockstep.lock'],
  };
}
