import { found, type Gathered } from '../evidence/gathered.ts';
import type { TrainerYaml } from '../evidence/trainer-yaml.ts';
import type { Folder, LocatedFile } from './folder.ts';
import { readTrainerConfig } from './trainer-config.ts';

/** A folder of recipes has some dozen; the run's own lies at the top. */
const MAX_FILES = 8;
/** Some dozen lines; larger files are data. */
const MAX_SIZE = 64 * 1024;

/**
 * Reads the YAML files at the top of the run folder and of the training folder. What they are is for the reader to tell: one that is no
 * YAML, or holds no plain settings, is left out and is no damage.
 */
export async function gatherTrainerYaml(
  root: Folder | undefined,
  run: Folder | undefined,
): Promise<Gathered<TrainerYaml>> {
  const located = new Map(
    [root, run].flatMap((folder) => (folder ? yamlFiles(folder) : [])).map((file) => [file.shown, file]),
  );
  const files: TrainerYaml['files'][number][] = [];
  for (const file of [...located.values()].slice(0, MAX_FILES)) {
    const settings = await readTrainerConfig(file);
    if (settings.ok) files.push({ path: file.shown, settings: settings.value });
  }
  return found({ files }, root?.shown ?? '.');
}

function yamlFiles(folder: Folder): readonly LocatedFile[] {
  return folder
    .names()
    .filter((name) => /^[^/]+\.ya?ml$/.test(name) && !/^lockstep\.ya?ml$/.test(name))
    .flatMap((name) => folder.find(name) ?? [])
    .filter(({ size }) => size <= MAX_SIZE);
}
