import type { AdapterPlaces } from '../adapter-places.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { openPath } from './open-path.ts';

/** What the user named on the command line; plain data, so that a thread can open the same. */
export interface AdapterPaths {
  readonly path: string;
  readonly base?: string;
  readonly merged?: string;
  readonly allowOutside: boolean;
}

/** Opens an adapter, its base and its merge. The reason of a failure is a sentence that begins with the path. */
export async function openAdapter({ path, base, merged, allowOutside }: AdapterPaths): Promise<Result<AdapterPlaces>> {
  const opened = await openPath(path, allowOutside);
  if (!opened.ok) return opened;
  // Named folders are the user's own words, and model caches are made of links.
  const other = (folder: string | undefined) => (folder === undefined ? undefined : openPath(folder, true));
  const [ofBase, ofMerged] = await Promise.all([other(base), other(merged)]);
  if (ofBase && !ofBase.ok) return ofBase;
  if (ofMerged && !ofMerged.ok) return ofMerged;
  const file = [ofBase, ofMerged].find((one) => one?.value.file !== undefined);
  if (file) return failed(`${file.value.name} is a file; the folder of its safetensors is needed`);
  const { findAdapterPlaces } = await import('../adapter-places.ts');
  return ok(
    await findAdapterPlaces(opened.value.files, {
      ...(opened.value.file === undefined ? {} : { file: opened.value.file }),
      ...(ofBase === undefined ? {} : { base: ofBase.value.files }),
      ...(ofMerged === undefined ? {} : { merged: ofMerged.value.files }),
    }),
  );
}
