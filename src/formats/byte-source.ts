import type { Result } from '../lib/result.ts';

/** A file that is read in ranges, for formats whose index is at the end. `slice` gives fewer bytes where the file ends before `end`. */
export interface ByteSource {
  readonly size: number;
  readonly slice: (start: number, end: number) => Promise<Result<Uint8Array>>;
}
