import * as v from 'valibot';
import type { Damage } from '../evidence/damage.ts';
import { parseJson } from '../formats/json.ts';
import { ok, type Problem, type Result } from '../lib/result.ts';
import { createDamageList } from './damage-list.ts';
import type { LocatedFile } from './folder.ts';
import { noteJsonTraps } from './json-notes.ts';

/** Configuration files are some KiB; an index of a very large model is some MiB. */
export const CONFIG_LIMIT = 16 * 1024 * 1024;

/** Reads a small JSON file and validates it. Python writes NaN and Infinity bare, so both are accepted. */
export async function readJson<S extends v.GenericSchema>(
  file: LocatedFile,
  schema: S,
): Promise<Result<{ value: v.InferOutput<S>; damage: readonly Damage[] }, Problem>> {
  const text = await file.files.text(file.path, CONFIG_LIMIT);
  if (!text.ok) return text;
  const parsed = parseJson(text.value.replace(/^\uFEFF/, ''), { nonFinite: true });
  if (!parsed.ok) return parsed;
  const damage = createDamageList(file.shown);
  noteJsonTraps(parsed.value, damage);
  const valid = v.safeParse(schema, parsed.value.value);
  if (valid.success) return ok({ value: valid.output, damage: damage.entries() });
  const [issue] = valid.issues;
  return { ok: false, problem: { reason: issue.message, key: v.getDotPath(issue) ?? '' } };
}
