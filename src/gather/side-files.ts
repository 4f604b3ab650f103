import type { Damage } from '../evidence/damage.ts';
import { found } from '../evidence/gathered.ts';
import type { GgufModel } from '../evidence/gguf-model.ts';
import type { ImagePolicy, SideFiles } from '../evidence/side-files.ts';
import type { Folder } from './folder.ts';
import { gatherGguf } from './gguf.ts';
import type { Places } from './layout.ts';
import type { Reading } from './reading.ts';
import { sideFolders } from './side-folders.ts';
import { gatherImagePolicy } from './side-images.ts';

/** Quantisations of one model beside each other; more of them tell nothing more. */
const MAX_GGUFS = 8;

/** Reads the image processors of all sides and the headers of the GGUF files in the served folder. */
export async function gatherSideFiles(places: Places): Promise<Reading<SideFiles>> {
  const sides = sideFolders(places);
  const images: ImagePolicy[] = [];
  const damage: Damage[] = [];
  for (const { side, folder } of sides) {
    const policy = await gatherImagePolicy([folder]);
    if (policy.state === 'found') images.push({ side, ...policy.value });
    else if (policy.state === 'unreadable') damage.push({ path: policy.from, reason: policy.reason });
  }
  const ggufs = await servedGgufs(places.folders.served, damage);
  const models = sides
    .filter(({ folder }) => folder.find('config.json'))
    .map(({ side, folder }) => ({ side, path: folder.shown }));
  return { gathered: found({ models, images, ggufs }, images[0]?.path ?? ggufs[0]?.path ?? 'the run folder'), damage };
}

async function servedGgufs(served: Folder | undefined, damage: Damage[]): Promise<readonly GgufModel[]> {
  const names = served?.names().filter((name) => /^[^/]+\.gguf$/.test(name) && !/mmproj/i.test(name)) ?? [];
  const models: GgufModel[] = [];
  for (const name of names.slice(0, MAX_GGUFS)) {
    const file = served?.find(name);
    const model = file && (await gatherGguf(file));
    if (model?.state === 'found') models.push(model.value);
    else if (model?.state === 'unreadable') damage.push({ path: model.from, reason: model.reason });
  }
  return models;
}
