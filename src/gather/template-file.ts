import * as v from 'valibot';
import { ok, type Problem, type Result } from '../lib/result.ts';
import type { Folder } from './folder.ts';
import { readJson } from './read-json.ts';

/** The longest known template has 30 KB. */
const TEMPLATE_LIMIT = 4 * 1024 * 1024;
const holder = v.looseObject({ chat_template: v.string() });

/** The chat template in a file: the file itself, or `chat_template` of a .json file (tokenizer_config.json and its kind). */
export async function readTemplate(folder: Folder, name: string): Promise<Result<string, Problem>> {
  const located = folder.find(name);
  if (located === undefined) return { ok: false, problem: { reason: `${folder.show(name)} is not there` } };
  if (!name.endsWith('.json')) return located.files.text(located.path, TEMPLATE_LIMIT);
  const read = await readJson(located, holder);
  return read.ok ? ok(read.value.value.chat_template) : read;
}
