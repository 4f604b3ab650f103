import type { Setting } from './evidence/training-settings.ts';
import { folderAt, openTree } from './gather/folder.ts';
import { readTemplate } from './gather/template-file.ts';
import { readTrainerConfig } from './gather/trainer-config.ts';
import { failed, type Result } from './lib/result.ts';
import type { NamedFile } from './mark-template.ts';

/** The chat template in a file that the user named. */
export async function readTemplateFile({ files, name }: NamedFile): Promise<Result<string>> {
  return readTemplate(folderAt(await openTree(files, ''), ''), name);
}

/** The trainer's settings in a file that the user named. */
export async function readConfigFile({ files, name }: NamedFile): Promise<Result<Readonly<Record<string, Setting>>>> {
  const located = folderAt(await openTree(files, ''), '').find(name);
  return located === undefined ? failed('is not there') : readTrainerConfig(located);
}

/** Settings as typed: numbers, true, false and null (as YAML or Python spell them) are read as such, everything else is text. */
export function settingsFrom(given: Readonly<Record<string, string>>): Readonly<Record<string, Setting>> {
  return Object.fromEntries(
    Object.entries(given).map(([key, text]) => [key, { value: typed(text), path: '--set' }] as const),
  );
}

function typed(text: string): Setting['value'] {
  const word = text.toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  if (word === 'none' || word === 'null') return null;
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}
