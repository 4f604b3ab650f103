import { absent, found, type Gathered, unreadable } from '../evidence/gathered.ts';
import type { Setting, TrainingSettings } from '../evidence/training-settings.ts';
import { readTrainingArguments } from '../formats/training-args.ts';
import type { CaptureMeta } from './capture-meta.ts';
import { type Folder, readBytes } from './folder.ts';
import { problemText } from './problem-text.ts';
import type { Reading } from './reading.ts';

/** The file has 4 to 6 KB; with a long custom chat template or plugin state some hundred. */
const ARGS_LIMIT = 4 * 1024 * 1024;

/** Merges training_args.bin with the arguments that the capture recorded; the capture wins, because it is what really ran. */
export async function gatherTrainingSettings(
  run: Folder | undefined,
  meta: Gathered<CaptureMeta>,
): Promise<Reading<TrainingSettings>> {
  const saved = await savedArguments(run);
  const values: Record<string, Setting> = saved.state === 'found' ? { ...saved.value.values } : {};
  const configClass = saved.state === 'found' ? { configClass: saved.value.configClass } : {};
  if (meta.state === 'found') {
    for (const [key, value] of Object.entries(meta.value.args)) {
      if (key !== '__proto__') values[key] = { value, path: meta.value.path };
    }
  }
  const from = [saved, meta].flatMap((part) => (part.state === 'found' ? [part.from] : []));
  const damage = saved.state === 'unreadable' ? [{ path: saved.from, reason: saved.reason }] : [];
  const [first] = from;
  if (first !== undefined && Object.keys(values).length > 0)
    return { gathered: found({ values, ...configClass }, first), damage };
  if (saved.state === 'unreadable') return { gathered: saved, damage: [] };
  return {
    gathered: absent(run?.show('training_args.bin') ?? 'run/training_args.bin', 'capture/capture.json'),
    damage,
  };
}

interface SavedArguments {
  readonly configClass: string;
  readonly values: Readonly<Record<string, Setting>>;
}

async function savedArguments(run: Folder | undefined): Promise<Gathered<SavedArguments>> {
  const file = run?.find('training_args.bin');
  if (!file) return absent('training_args.bin');
  const bytes = await readBytes(file, ARGS_LIMIT);
  const args = bytes.ok ? readTrainingArguments(bytes.value) : bytes;
  if (!args.ok) return unreadable(file.shown, problemText(args.problem));
  const values: Record<string, Setting> = {};
  for (const [key, value] of args.value.settings) {
    // Lists, dicts and what would need running code are no settings that a check compares.
    if (key === '__proto__' || (typeof value === 'object' && value !== null)) continue;
    values[key] = { value, path: file.shown };
  }
  return found({ configClass: args.value.className, values }, file.shown);
}
