import type { AdapterPlaces } from '../../adapter-places.ts';
import { ok, type Result } from '../../lib/result.ts';
import { openFolder } from './open-folder.ts';
import { openPath } from './open-path.ts';
import type { PathProblem } from './path-problem.ts';

/** What the user named on the command line; plain data, so that a thread can open the same. */
export interface AdapterPaths {
  readonly path: string;
  readonly base?: string;
  readonly merged?: string;
  readonly allowOutside: boolean;
}

/** Opens an adapter, its base and its merge. */
export async function openAdapter({
  path,
  base,
  merged,
  allowOutside,
}: AdapterPaths): Promise<Result<AdapterPlaces, PathProblem>> {
  const opened = await openPath(path, allowOutside);
  if (!opened.ok) return opened;
  // Named folders are the user's own words, and model caches are made of links.
  const other = (folder: string | undefined) =>
    folder === undefined ? ok(undefined) : openFolder(folder, { allowOutside: true });
  const [ofBase, ofMerged] = await Promise.all([other(base), other(merged)]);
  if (!ofBase.ok) return ofBase;
  if (!ofMerged.ok) return ofMerged;
  const { findAdapterPlaces } = await import('../../adapter-places.ts');
  return ok(
    await findAdapterPlaces(opened.value.files, {
      ...(opened.value.file === undefined ? {} : { file: opened.value.file }),
      ...(ofBase.value === undefined ? {} : { base: ofBase.value }),
      ...(ofMerged.value === undefined ? {} : { merged: ofMerged.value }),
    }),
  );
}
