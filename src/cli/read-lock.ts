import { readFile, stat } from 'node:fs/promises';
import type { Lock } from '../lock/lock.ts';
import { parseLock } from '../lock/parse-lock.ts';
import type { ConsoleIo } from './console-io.ts';
import { cannotReadLock } from './messages/cannot-read-lock.ts';
import { printMessage } from './print-message.ts';

/** A lock with every probe of a long system prompt has some 200 KB. */
const LOCK_LIMIT = 16 * 1024 * 1024;

/** Reads a lock file; undefined when that failed, which was said. */
export async function readLock(io: ConsoleIo, path: string): Promise<Lock | undefined> {
  try {
    const { size } = await stat(path);
    if (size > LOCK_LIMIT) throw new Error(`it has ${size} bytes, more than the limit of ${LOCK_LIMIT}`);
    const lock = parseLock(await readFile(path, 'utf8'));
    if (lock.ok) return lock.value;
    const { key, reason } = lock.problem;
    printMessage(io, cannotReadLock(path, key === undefined ? reason : `${key}: ${reason}`));
  } catch (error) {
    printMessage(io, cannotReadLock(path, error instanceof Error ? error.message : String(error)));
  }
  return undefined;
}
