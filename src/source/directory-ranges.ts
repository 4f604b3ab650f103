import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { ByteRange } from './run-files.ts';

/** Reads one range; fewer bytes than asked for where the file ends. */
type ReadRange = (file: FileHandle, range: ByteRange) => Promise<Uint8Array>;

/** Reads ranges of one file, each as `ReadRange` would. */
export type ReadRanges = (file: FileHandle, ranges: readonly ByteRange[]) => Promise<readonly Uint8Array[]>;

/** Longer reads keep the thread too long, and their length may come from a hostile header. */
const MAX_BYTES = 1024 * 1024;
/** A read that takes longer came from the disk. */
const SLOW_MS = 0.25;
/** Requests that are not tried in this thread after one that had to wait: what lies near them has to be waited for too. */
const TRUST_LATER = 16;
/** Every range begins at a multiple of it, so that its values can be looked at in place. */
const ALIGNED = 8;

/**
 * Reads many short ranges for less. What the system has in memory already is copied in this thread: a few microseconds each, a fifth of
 * what handing it to another thread costs (tools/bench/adapter.mjs). From the first read that waits for the disk on, the others wait
 * together.
 */
export function rangeReader(read: ReadRange): ReadRanges {
  let distrusted = 0;
  return async (file, ranges) => {
    const total = ranges.reduce((sum, range) => sum + roomOf(range), 0);
    if (distrusted > 0 || !(total <= MAX_BYTES)) {
      if (distrusted > 0) distrusted--;
      return Promise.all(ranges.map((range) => read(file, range)));
    }
    const found = readAtOnce(file.fd, ranges, new Uint8Array(total));
    if (found.length < ranges.length) distrusted = TRUST_LATER;
    const others = ranges.slice(found.length).map((range) => read(file, range));
    return [...found, ...(await Promise.all(others))];
  };
}

function roomOf([start, end]: ByteRange): number {
  return Math.ceil(Math.max(0, end - start) / ALIGNED) * ALIGNED;
}

/** The first ranges up to one that took long, one after the other in `room`. */
function readAtOnce(fd: number, ranges: readonly ByteRange[], room: Uint8Array): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  let place = 0;
  for (const range of ranges) {
    const [start, end] = range;
    const begin = performance.now();
    found.push(fill(fd, room.subarray(place, place + Math.max(0, end - start)), start));
    if (performance.now() - begin > SLOW_MS) break;
    place += roomOf(range);
  }
  return found;
}

/** As much of `bytes` as the file has from `position` on. */
function fill(fd: number, bytes: Uint8Array, position: number): Uint8Array {
  let filled = 0;
  while (filled < bytes.length) {
    const count = readSync(fd, bytes, filled, bytes.length - filled, position + filled);
    if (count === 0) return bytes.subarray(0, filled);
    filled += count;
  }
  return bytes;
}
