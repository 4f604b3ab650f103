import { opendir, readlink, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from './directory-reason.ts';
import type { FileEntry, FileListing } from './run-files.ts';

/** A run folder is shallow (run/checkpoint-12/global_step12/…); deeper is a data set or a mistake. */
const MAX_DEPTH = 8;
/** Far above any run folder, far below a home folder that was named by mistake. */
const MAX_ENTRIES = 20_000;
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['.git', 'node_modules', '__pycache__', 'wandb']);

interface Walk {
  readonly root: string;
  readonly isInside: (realPath: string) => boolean;
  readonly entries: FileEntry[];
  readonly problems: FileListing['problems'][number][];
  folders: number;
  cut: boolean;
}

/** Lists files below `root`. Links that stay inside are followed, links that leave are named but not followed. */
export async function listDirectory(root: string, isInside: (realPath: string) => boolean): Promise<FileListing> {
  const walk: Walk = { root, isInside, entries: [], problems: [], folders: 0, cut: false };
  await walkFolder(walk, '', [await realpath(root).catch(() => root)]);
  walk.entries.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { entries: walk.entries, cut: walk.cut, problems: walk.problems };
}

/** `ancestors` are real paths, so that a link to a folder above it does not go round in circles. */
async function walkFolder(walk: Walk, folder: string, ancestors: readonly string[]): Promise<void> {
  const inner: { path: string; real: string }[] = [];
  try {
    // Read entry by entry: a folder with millions of files must not be held in memory before it is cut.
    for await (const item of await opendir(join(walk.root, folder))) {
      if (walk.entries.length + walk.folders >= MAX_ENTRIES) {
        walk.cut = true;
        break;
      }
      const path = folder === '' ? item.name : `${folder}/${item.name}`;
      if (item.isDirectory()) {
        walk.folders++;
        if (!SKIPPED_FOLDERS.has(item.name)) inner.push({ path, real: join(ancestors.at(-1) ?? walk.root, item.name) });
      } else if (item.isSymbolicLink()) {
        const real = await addLink(walk, path);
        if (real !== undefined && !ancestors.includes(real) && !SKIPPED_FOLDERS.has(item.name))
          inner.push({ path, real });
      } else if (item.isFile()) {
        await addFile(walk, path);
      } else {
        walk.entries.push({ path, size: 0, kind: 'special' });
      }
    }
  } catch (error) {
    walk.problems.push({ path: folder, reason: reasonOf(error, 'folder') });
  }
  for (const { path, real } of inner.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (ancestors.length > MAX_DEPTH) walk.cut = true;
    else await walkFolder(walk, path, [...ancestors, real]);
  }
}

async function addFile(walk: Walk, path: string): Promise<void> {
  try {
    const { size } = await stat(join(walk.root, path));
    walk.entries.push({ path, size, kind: 'file' });
  } catch (error) {
    walk.problems.push({ path, reason: reasonOf(error, 'file') });
  }
}

/** Adds what a link leads to; the real path when that is a folder inside, to be walked. */
async function addLink(walk: Walk, path: string): Promise<string | undefined> {
  const full = join(walk.root, path);
  try {
    const real = await realpath(full);
    if (!walk.isInside(real)) {
      walk.entries.push({ path, size: 0, kind: 'outside-link', target: real });
      return undefined;
    }
    const target = await stat(real);
    if (target.isDirectory()) return real;
    walk.entries.push(target.isFile() ? { path, size: target.size, kind: 'file' } : { path, size: 0, kind: 'special' });
  } catch (error) {
    const target = await readlink(full).catch(() => '?');
    walk.problems.push({ path, reason: `is a link to ${target}, which ${reasonOf(error, 'file')}` });
  }
  return undefined;
}
