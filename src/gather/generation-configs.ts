import * as v from 'valibot';
import type { Damage } from '../evidence/damage.ts';
import { absent, found, unreadable } from '../evidence/gathered.ts';
import type { GenerationConfigs } from '../evidence/generation.ts';
import { decodingKeys, decodingSettings } from './decoding-settings.ts';
import type { Places } from './layout.ts';
import { problemText } from './problem-text.ts';
import { readJson } from './read-json.ts';
import type { Reading } from './reading.ts';
import { sideFolders } from './side-folders.ts';

const schema = v.looseObject(decodingKeys);

/** Every generation_config.json; servers take their defaults and stop tokens from it. One that cannot be read is damage of the rest. */
export async function gatherGenerationConfigs(places: Places): Promise<Reading<GenerationConfigs>> {
  const files: GenerationConfigs['files'][number][] = [];
  const damage: Damage[] = [];
  const sides = sideFolders(places);
  for (const { side, folder } of sides) {
    const file = folder.find('generation_config.json');
    if (!file) continue;
    const read = await readJson(file, schema);
    if (read.ok) {
      files.push({ side, path: file.shown, ...decodingSettings(read.value.value) });
      damage.push(...read.value.damage);
    } else damage.push({ path: file.shown, reason: problemText(read.problem) });
  }
  const [first] = files;
  if (first) return { gathered: found({ files }, first.path), damage };
  const [bad] = damage;
  if (bad) return { gathered: unreadable(bad.path, bad.reason), damage: [] };
  const looked = sides.map(({ folder }) => folder.show('generation_config.json'));
  return { gathered: absent(...(looked.length > 0 ? looked : ['base/generation_config.json'])), damage };
}
