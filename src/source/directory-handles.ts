import type { FileHandle } from 'node:fs/promises';
import type { Result } from '../lib/result.ts';

/** Files that one run keeps open: the shards of three sides of a large model, and far below what a process may open. */
const MAX_OPEN = 32;
/** A file is closed when it was not read for one to two of these. */
const IDLE_MS = 500;

interface Entry {
  readonly opened: Promise<Result<FileHandle>>;
  /** Reads that are under way. */
  readers: number;
  /** Read since the last look for idle files. */
  isFresh: boolean;
}

/** Runs `read` on the open file; an exception of it is the caller's, and lets the file be opened anew. */
export type ReadHandle = <T>(path: string, read: (file: FileHandle) => Promise<Result<T>>) => Promise<Result<T>>;

/**
 * Keeps files open between reads: finding, checking, opening and closing one costs several times what reading a few kilobytes of it does
 * (tools/bench/adapter.mjs). `open` decides once per opening whether the path may be read, so a file that is replaced while it is kept is
 * read as it was. Closed when idle, by a timer that keeps no process alive; a file that cannot be opened is tried anew each time.
 */
export function keepHandles(open: (path: string) => Promise<Result<FileHandle>>): ReadHandle {
  // In the order of their last use.
  const kept = new Map<string, Entry>();
  let isWatched = false;

  const watch = (): void => {
    if (isWatched) return;
    isWatched = true;
    setTimeout(() => {
      isWatched = false;
      closeIdle(kept);
      if (kept.size > 0) watch();
    }, IDLE_MS).unref();
  };

  return async (path, read) => {
    const entry = kept.get(path) ?? { opened: open(path), readers: 0, isFresh: true };
    kept.delete(path);
    kept.set(path, entry);
    entry.isFresh = true;
    entry.readers++;
    watch();
    let isSound = false;
    try {
      const opened = await entry.opened;
      if (!opened.ok) return opened;
      const result = await read(opened.value);
      isSound = true;
      return result;
    } finally {
      entry.readers--;
      if (!isSound && kept.get(path) === entry) kept.delete(path);
      if (entry.readers === 0 && kept.get(path) !== entry) close(entry);
      dropOldest(kept);
    }
  };
}

function closeIdle(kept: Map<string, Entry>): void {
  for (const [path, entry] of kept) {
    if (!entry.isFresh && entry.readers === 0) {
      kept.delete(path);
      close(entry);
    }
    entry.isFresh = false;
  }
}

/** Files with readers are closed by the last of them. */
function dropOldest(kept: Map<string, Entry>): void {
  for (const [path, entry] of kept) {
    if (kept.size <= MAX_OPEN) return;
    kept.delete(path);
    if (entry.readers === 0) close(entry);
  }
}

function close(entry: Entry): void {
  // Nothing was written, so that failing to close loses nothing.
  entry.opened.then((opened) => (opened.ok ? opened.value.close() : undefined)).catch(() => undefined);
}
