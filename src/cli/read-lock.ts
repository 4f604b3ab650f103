import { failed } from '../lib/result.ts';
import type { Lock } from '../lock/lock.ts';
import { parseLock } from '../lock/parse-lock.ts';
import type { ConsoleIo } from './console-io.ts';
import { cannotReadLock } from './messages/cannot-read-lock.ts';
import { readSmallFile } from './paths/read-small-file.ts';
import { printMessage } from './print-message.ts';

/** A lock with every probe of a long system prompt has some 200 KB. */
const LOCK_LIMIT = 16 * 1024 * 1024;

/** Reads a lock file; undefined when that failed, which was said. */
export async function readLock(io: ConsoleIo, path: string): Promise<Lock | undefined> {
  const text = await readSmallFile(path, LOCK_LIMIT);
  const lock = text.ok ? parseLock(text.value) : failed(`it ${text.problem.reason}`);
  if (lock.ok) return lock.value;
  const { key, reason } = lock.problem;
  printMessage(io, cannotReadLock(path, key === undefined ? reason : `${key}: ${reason}`));
  return undefined;
}
