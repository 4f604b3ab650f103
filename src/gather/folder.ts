import type { Problem, Result } from '../lib/result.ts';
import type { FileEntry, FileListing, RunFiles } from '../source/run-files.ts';

/** A file that is there, with what reads it. */
export interface LocatedFile {
  readonly files: RunFiles;
  /** Path for `files`. */
  readonly path: string;
  /** Path for messages: relative to the run folder, or absolute when it lies elsewhere. */
  readonly shown: string;
  readonly size: number;
}

/** Everything below one root, listed once. */
export interface Tree {
  readonly files: RunFiles;
  readonly listing: FileListing;
  readonly entries: ReadonlyMap<string, FileEntry>;
  /** Put before paths in messages; empty for the run folder itself. */
  readonly shownRoot: string;
}

/** A folder that plays a part in the run. A run's own folder may be two: its newest checkpoint, and the folder above it. */
export interface Folder {
  /** Path for messages; `.` for the run folder itself. */
  readonly shown: string;
  /** The file of that name, which may hold `/`. */
  find(name: string): LocatedFile | undefined;
  /** Files below the folder as names relative to it, sorted. */
  names(): readonly string[];
  /** Path for messages of a file that may not be there. */
  show(name: string): string;
}

export async function openTree(files: RunFiles, shownRoot: string): Promise<Tree> {
  const listing = await files.list();
  return { files, listing, shownRoot, entries: new Map(listing.entries.map((entry) => [entry.path, entry])) };
}

export function folderAt(tree: Tree, path: string): Folder {
  const inTree = (name: string) => (path === '' ? name : `${path}/${name}`);
  const show = (name: string) => joined(tree.shownRoot, inTree(name));
  return {
    shown: joined(tree.shownRoot, path) || '.',
    show,
    find: (name) => {
      const entry = tree.entries.get(inTree(name));
      return entry && { files: tree.files, path: entry.path, shown: show(name), size: entry.size };
    },
    names: () => {
      const start = inTree('');
      return tree.listing.entries
        .filter(({ path: at }) => at.startsWith(start))
        .map(({ path: at }) => at.slice(start.length));
    },
  };
}

/** `first` wins; what it does not have is looked for in `second`. */
export function stacked(first: Folder, second: Folder): Folder {
  return { ...first, find: (name) => first.find(name) ?? second.find(name) };
}

/** A whole file, refused when it is larger than `limit` bytes. */
export async function readBytes(file: LocatedFile, limit: number): Promise<Result<Uint8Array, Problem>> {
  if (file.size > limit)
    return { ok: false, problem: { reason: `has ${file.size} bytes, more than the limit of ${limit}` } };
  return file.files.slice(file.path, 0, file.size);
}

function joined(root: string, path: string): string {
  return root === '' || path === '' ? `${root}${path}` : `${root.replace(/\/$/, '')}/${path}`;
}
