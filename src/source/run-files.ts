import type { Problem, Result } from '../lib/result.ts';

/** One thing below the root. `path` is relative to the root, with `/` between its parts. */
export interface FileEntry {
  readonly path: string;
  /** Bytes; 0 for everything that is not a file. */
  readonly size: number;
  /** `outside-link`: a symbolic link (to a file or a folder) that leaves the root; `special`: a FIFO, socket or device. */
  readonly kind: 'file' | 'outside-link' | 'special';
  /** Where an `outside-link` leads. */
  readonly target?: string;
}

export interface FileListing {
  /** Sorted by path, in code-unit order. */
  readonly entries: readonly FileEntry[];
  /** True when a limit on depth or count left files out. */
  readonly cut: boolean;
  /** Folders and links that could not be read. */
  readonly problems: readonly (Problem & { readonly path: string })[];
}

/** Bytes of a file in order. Iterating never throws: a read error ends it early, and `problem` then says why. */
export interface ByteStream extends AsyncIterable<Uint8Array> {
  readonly problem: Problem | undefined;
}

/** Bytes from `start` to `end`. */
export type ByteRange = readonly [start: number, end: number];

/** The only way the core reads files. Every file is untrusted; what cannot be read is a `Problem`, never an exception. */
export interface RunFiles {
  /** For messages: an absolute path, or a name. */
  readonly root: string;
  list(): Promise<FileListing>;
  /** Bytes [start, end); fewer than asked for when the file ends before `end`. */
  slice(path: string, start: number, end: number): Promise<Result<Uint8Array>>;
  /** Several slices of one file; present where that costs less than one by one. */
  readonly slices?: (path: string, ranges: readonly ByteRange[]) => Promise<Result<readonly Uint8Array[]>>;
  stream(path: string): ByteStream;
  /** The whole file as strict UTF-8, at most `limit` bytes of it; a byte order mark is kept. */
  text(path: string, limit: number): Promise<Result<string>>;
  /** Opens a folder outside the root; present only where the user allowed to leave it. */
  readonly openOutside?: (path: string) => Promise<Result<RunFiles>>;
}
