import { parseDocument } from 'yaml';
import type { Setting } from '../evidence/training-settings.ts';
import { readTrainingArguments } from '../formats/training-args.ts';
import { errorText } from '../lib/error-text.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { type LocatedFile, readBytes } from './folder.ts';

/** A training_args.bin has 6 KB, a YAML file for trl some dozen lines. */
const CONFIG_LIMIT = 4 * 1024 * 1024;
const MAX_ALIASES = 20;

type Settings = Readonly<Record<string, Setting>>;

/**
 * The trainer's settings in a training_args.bin, or in a YAML or JSON file as `trl sft --config` takes it. Lists and dicts are left out.
 */
export async function readTrainerConfig(file: LocatedFile): Promise<Result<Settings>> {
  const bytes = await readBytes(file, CONFIG_LIMIT);
  if (!bytes.ok) return bytes;
  if (file.path.endsWith('.bin')) {
    const read = readTrainingArguments(bytes.value);
    return read.ok ? ok(scalars([...read.value.settings], file.shown)) : read;
  }
  const document = parseDocument(new TextDecoder().decode(bytes.value));
  const [problem] = document.errors;
  if (problem !== undefined) return failed(problem.message.split('\n')[0] ?? 'is no YAML');
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return failed('holds no settings');
    return ok(scalars(Object.entries(value), file.shown));
  } catch (error) {
    return failed(errorText(error));
  }
}

function scalars(entries: readonly (readonly [string, unknown])[], path: string): Settings {
  return Object.fromEntries(
    entries.flatMap(([key, value]) =>
      key !== '__proto__' && isScalar(value) ? [[key, { value, path }] as const] : [],
    ),
  );
}

function isScalar(value: unknown): value is Setting['value'] {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
