import * as v from 'valibot';
import type { AdapterConfig } from '../evidence/adapter-facts.ts';
import { absent, found, type Gathered } from '../evidence/gathered.ts';
import type { Versions } from '../evidence/versions.ts';
import { readModelCard } from '../formats/model-card.ts';
import type { CaptureMeta } from './capture-meta.ts';
import type { Folder } from './folder.ts';
import { CONFIG_LIMIT, readJson } from './read-json.ts';

const modelConfig = v.looseObject({ transformers_version: v.nullish(v.string()) });
type Libraries = Record<string, Versions['libraries'][string]>;

/** Library versions from what was there when the run was made, the most direct witness first; the others fill gaps. */
export async function gatherVersions(
  run: Folder | undefined,
  meta: Gathered<CaptureMeta>,
  adapter: Gathered<AdapterConfig>,
): Promise<Gathered<Versions>> {
  const libraries: Libraries = {};
  const add = (library: string, version: string, path: string): void => {
    if (!Object.hasOwn(libraries, library) && library !== '__proto__') libraries[library] = { version, path };
  };
  if (meta.state === 'found') {
    for (const [library, version] of Object.entries(meta.value.versions)) add(library, version, meta.value.path);
  }
  if (adapter.state === 'found' && adapter.value.peftVersion !== undefined)
    add('peft', adapter.value.peftVersion, adapter.value.path);
  const card = run?.find('README.md');
  const text = await card?.files.text(card.path, CONFIG_LIMIT);
  if (card && text?.ok) {
    for (const [library, version] of readModelCard(text.value).versions) add(library, version, card.shown);
  }
  const config = run?.find('config.json');
  const read = config && (await readJson(config, modelConfig));
  if (config && read?.ok && read.value.value.transformers_version) {
    add('transformers', read.value.value.transformers_version, config.shown);
  }
  const [first] = Object.values(libraries);
  if (first) return found({ libraries }, first.path);
  return absent('capture/capture.json', run?.show('README.md') ?? 'run/README.md');
}
