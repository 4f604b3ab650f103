import * as v from 'valibot';
import { absent, found, type Gathered, unreadable } from '../evidence/gathered.ts';
import type { ProcessorSource } from '../labels/vision/processor-fields.ts';
import { processorSource } from '../labels/vision/processor-source.ts';
import type { Folder } from './folder.ts';
import { problemText } from './problem-text.ts';
import { readJson } from './read-json.ts';

const FILES = { processorConfig: 'processor_config.json', preprocessorConfig: 'preprocessor_config.json' } as const;

/** The settings of the processor, all of them, from the first folder that has any; how many tokens an image takes follows from them. */
export async function gatherProcessor(folders: readonly (Folder | undefined)[]): Promise<Gathered<ProcessorSource>> {
  const known = folders.filter((folder) => folder !== undefined);
  for (const folder of known) {
    const parts: Record<string, unknown> = {};
    const paths: string[] = [];
    for (const [key, name] of Object.entries(FILES)) {
      const file = folder.find(name);
      if (file === undefined) continue;
      const read = await readJson(file, v.unknown());
      if (!read.ok) return unreadable(file.shown, problemText(read.problem));
      parts[key] = read.value.value;
      paths.push(file.shown);
    }
    if (paths.length === 0) continue;
    const source = processorSource(parts);
    return source.ok
      ? found(source.value, paths.join(', '))
      : unreadable(paths.join(', '), problemText(source.problem));
  }
  return absent(...known.flatMap((folder) => Object.values(FILES).map((name) => folder.show(name))));
}
