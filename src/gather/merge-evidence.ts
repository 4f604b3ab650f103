import type { AdapterWeights } from '../evidence/adapter-facts.ts';
import { absent, found, type Gathered } from '../evidence/gathered.ts';
import type { MergeEvidence } from '../evidence/merge-proof.ts';
import { affordableUnits } from './affordable-units.ts';
import type { Folder } from './folder.ts';
import { folderFiles } from './folder-files.ts';
import type { ModelWeights } from './model-weights.ts';
import { proveMerge } from './prove-merge.ts';

/** What the parts of a merge are, as far as they were found. */
export interface MergeParts {
  readonly folders: Readonly<Partial<Record<'run' | 'base' | 'served', Folder>>>;
  readonly base: Gathered<ModelWeights>;
  readonly served: Gathered<ModelWeights>;
  readonly adapter: Gathered<AdapterWeights>;
}

/**
 * Proves the merge on a sample of rows that costs about a second at most, where base, adapter and served weights are there. What is
 * wrong with one of the three is said by its own artifact.
 */
export async function gatherMergeEvidence({
  folders,
  base,
  served,
  adapter,
}: MergeParts): Promise<Gathered<MergeEvidence>> {
  if (served.state !== 'found') return served;
  if (base.state !== 'found') return base;
  if (adapter.state !== 'found') return adapter;
  if (!folders.run || !folders.base || !folders.served) return absent('merged weights');
  const sources = {
    base: folderFiles(folders.base),
    adapter: folderFiles(folders.run),
    merged: folderFiles(folders.served),
  };
  const proof = await proveMerge(sources, { choose: affordableUnits });
  const paths = { basePath: base.value.index.path, mergedPath: served.value.index.path };
  return found({ ...paths, adapterPath: adapter.value.path, proof }, served.from);
}
