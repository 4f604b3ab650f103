import * as v from 'valibot';
import { absent, found, unreadable } from '../evidence/gathered.ts';
import type { GenerationSettings } from '../evidence/generation.ts';
import { decodingKeys, decodingSettings } from './decoding-settings.ts';
import type { Folder } from './folder.ts';
import { problemText } from './problem-text.ts';
import { readJson } from './read-json.ts';
import type { Reading } from './reading.ts';

const schema = v.looseObject({
  ...decodingKeys,
  add_generation_prompt: v.nullish(v.boolean()),
  model: v.nullish(v.string()),
  server: v.nullish(v.string()),
});

/** inference/generation.json: the decoding settings that were really used. */
export async function gatherGeneration(inference: Folder | undefined): Promise<Reading<GenerationSettings>> {
  const file = inference?.find('generation.json');
  if (!file) return { gathered: absent(inference?.show('generation.json') ?? 'inference/generation.json'), damage: [] };
  const read = await readJson(file, schema);
  if (!read.ok) return { gathered: unreadable(file.shown, problemText(read.problem)), damage: [] };
  const { value, damage } = read.value;
  const settings = {
    path: file.shown,
    ...decodingSettings(value),
    ...(value.add_generation_prompt == null ? {} : { addGenerationPrompt: value.add_generation_prompt }),
    ...(value.model == null ? {} : { model: value.model }),
    ...(value.server == null ? {} : { server: value.server }),
  };
  return { gathered: found(settings, file.shown), damage };
}
