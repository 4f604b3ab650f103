import type { DecodingUsed } from '../evidence/generation.ts';
import type { RunFiles } from '../source/run-files.ts';
import { gatherGeneration } from './generation.ts';
import { gatherGenerationConfigs } from './generation-configs.ts';
import { findPlaces } from './layout.ts';

/** How the answers of a folder were decoded; undefined where no inference/generation.json says so. */
export async function gatherDecodingUsed(files: RunFiles): Promise<DecodingUsed | undefined> {
  const places = await findPlaces(files);
  const { gathered: stated } = await gatherGeneration(places.folders.inference);
  if (stated.state !== 'found') return undefined;
  const { gathered: configs } = await gatherGenerationConfigs(places);
  const all = configs.state === 'found' ? configs.value.files : [];
  const served = all.filter(({ side }) => side === 'served');
  return { stated: stated.value, defaults: served.length > 0 ? served : all };
}
