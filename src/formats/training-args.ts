import { failed, ok, type Result } from '../lib/result.ts';
import { type PickleObject, type PickleValue, readPickle } from './pickle.ts';
import { pickleSetting, type Setting } from './pickle-setting.ts';
import { torchPickle } from './torch-pickle.ts';

export type { Setting } from './pickle-setting.ts';

export interface TrainingArguments {
  /** As in `trl.trainer.sft_config.SFTConfig`. */
  readonly className: string;
  readonly settings: ReadonlyMap<string, Setting>;
}

/** Old torch writes this number as a pickle of its own first (`MAGIC_NUMBER` in torch/serialization.py). */
const LEGACY_MAGIC = '119547037146038801333356';
/** What precedes the object in that format: the number, the protocol version, and facts about the machine. */
const LEGACY_PREFIXES = 3;
/** A config has about 150 settings. */
const MAX_SETTINGS = 10_000;
/** transformers masks these in its JSON but not in the pickle; secrets must not reach a report. */
const SECRETS: ReadonlySet<string> = new Set(['hub_token', 'push_to_hub_token']);

/**
 * Reads `training_args.bin`, which transformers' `Trainer.save_model` writes with `torch.save`: a zip, or a bare pickle in torch
 * before 1.6. Nothing in it is run. Settings that are neither plain data nor enums are `opaque`.
 */
export function readTrainingArguments(bytes: Uint8Array): Result<TrainingArguments> {
  const pickle = torchPickle(bytes);
  if (!pickle.ok) return pickle;
  const root = readRoot(pickle.value);
  if (!root.ok) return root;
  const value = root.value;
  if (typeof value !== 'object' || value === null || value.kind !== 'object' || value.state === undefined) {
    return failed('the file was written by torch.save, but holds no training arguments');
  }
  const state = attributes(value.state);
  if (state === undefined) return failed('the saved object has no named settings, so it is not training arguments');
  if (state.length > MAX_SETTINGS)
    return failed(`the saved object has ${state.length} settings; at most ${MAX_SETTINGS} are read`);
  const settings = new Map<string, Setting>();
  for (const [name, setting] of state) {
    if (typeof name !== 'string') continue;
    settings.set(
      name,
      SECRETS.has(name) && setting !== null ? { kind: 'opaque', of: 'secret' } : pickleSetting(setting),
    );
  }
  return ok({ className: classOf(value), settings });
}

function readRoot(bytes: Uint8Array): Result<PickleValue> {
  const first = readPickle(bytes);
  if (!first.ok) return first;
  const { value } = first.value;
  const isLegacy = typeof value === 'object' && value?.kind === 'integer' && value.digits === LEGACY_MAGIC;
  if (!isLegacy) return ok(value);
  let end = first.value.end;
  for (let read = 1; read < LEGACY_PREFIXES; read++) {
    const prefix = readPickle(bytes, end);
    if (!prefix.ok) return prefix;
    end = prefix.value.end;
  }
  const root = readPickle(bytes, end);
  return root.ok ? ok(root.value.value) : root;
}

/** Objects with slots save a pair: attributes and slots. */
function attributes(state: PickleValue): readonly [PickleValue, PickleValue][] | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  if (state.kind === 'dict') return state.entries;
  if (state.kind !== 'tuple' || state.items.length !== 2) return undefined;
  return state.items.flatMap((part) =>
    typeof part === 'object' && part !== null && part.kind === 'dict' ? part.entries : [],
  );
}

/** Protocols 0 and 1 build objects through `copyreg._reconstructor(class, object, None)`. */
function classOf({ global, args }: PickleObject): string {
  if (!/^copy_?reg\._reconstructor$/.test(global)) return global;
  const [built] = typeof args === 'object' && args !== null && args.kind === 'tuple' ? args.items : [];
  return typeof built === 'object' && built !== null && built.kind === 'global' ? built.name : global;
}
