import type { TrainerYaml } from '../../evidence/trainer-yaml.ts';
import type { Setting, TrainingSettings } from '../../evidence/training-settings.ts';
import { editDistance } from '../../lib/edit-distance.ts';
import { pythonWord } from '../../lib/python-word.ts';
import { defineCheck, type Finding } from '../define-check.ts';

/** Keys that are spelt as in the saved arguments; with so many a YAML file is that of this trainer and not of another tool. */
const ENOUGH_KEYS = 3;
/**
 * Plain settings of `trl sft --config` that are no training arguments (ModelConfig, ScriptArguments and DatasetMixtureConfig of TRL 1.13,
 * and names that older releases had).
 */
const SCRIPT_KEYS: ReadonlySet<string> = new Set(
  (
    'model_name_or_path model_revision dtype torch_dtype attn_implementation trust_remote_code use_peft lora_r lora_alpha lora_dropout ' +
    'lora_target_modules lora_target_parameters lora_modules_to_save lora_task_type use_rslora use_dora load_in_8bit load_in_4bit ' +
    'bnb_4bit_quant_type use_bnb_nested_quant bnb_4bit_quant_storage dataset_name dataset_config dataset_train_split ' +
    'dataset_test_split dataset_streaming ignore_bias_buffers gradient_checkpointing_use_reentrant streaming test_split_size'
  ).split(' '),
);
/**
 * LLaMA-Factory and Axolotl share many names with the trainer that they call, and have more of their own (`stage`, `template`,
 * `cutoff_len`; `adapter`, `sequence_len`), some of which resemble an argument: `lora_rank` is two letters from `local_rank`.
 */
const MOST_FOREIGN_KEYS = 2;
/** Two letters of a long word; `eval_steps` and `save_steps` are further apart. */
const MOST_EDITS = 2;
const SHORTEST_KEY = 8;
/** Names that TRL and transformers once had. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  max_seq_length: 'max_length',
  evaluation_strategy: 'eval_strategy',
};
/** Findings that are shown; more is another kind of file. */
const SHOWN = 5;

export default defineCheck({
  id: 'labels/setting-unknown',
  title: 'Every setting of the YAML file reached the trainer',
  severity: 'warning',
  phase: 'C',
  needs: ['trainerYaml', 'trainingSettings'],
  messages: {
    misspelt: {
      what: '{path} sets {key}: {value}, which is no setting of the trainer; {known} is, and the run had {known}={saved}.',
      why: "TRL's script ignores keys that it does not know, without a word: the run went on with another value than the file says.",
      fix: 'Write {known} instead of {key}, and look at the saved arguments of the next run.',
    },
    renamed: {
      what: '{path} sets {key}: {value}, which this release no longer reads; it is {known} now, and the run had {known}={saved}.',
      why: "TRL's script ignores keys that it does not know, without a word: the run went on with another value than the file says.",
      fix: 'Write {known} instead of {key}, and look at the saved arguments of the next run.',
    },
  },
  run({ trainerYaml, trainingSettings }) {
    const files = trainerYaml.files.filter((file) => isOfTrainer(file, trainingSettings));
    if (files.length === 0)
      return { kind: 'not-applicable', because: 'no YAML file with the settings of this trainer lies beside the run' };
    const [first, ...others] = files.flatMap((file) => unknownKeys(file, trainingSettings)).slice(0, SHOWN);
    if (first !== undefined) return { kind: 'fail', findings: [first, ...others] };
    return {
      kind: 'pass',
      saw: `no setting of ${files.map(({ path }) => path).join(', ')} is a misspelt one of the trainer`,
    };
  },
});

type YamlFile = TrainerYaml['files'][number];

function isOfTrainer({ settings }: YamlFile, { values, configClass }: TrainingSettings): boolean {
  if (configClass === undefined) return false;
  const keys = Object.keys(settings);
  const foreign = keys.filter(
    (key) => meantBy(key, values) === undefined && !Object.hasOwn(values, key) && !SCRIPT_KEYS.has(key),
  );
  return keys.filter((key) => Object.hasOwn(values, key)).length >= ENOUGH_KEYS && foreign.length <= MOST_FOREIGN_KEYS;
}

/** The argument that an unknown key resembles, or was. */
function meantBy(key: string, values: TrainingSettings['values']): string | undefined {
  return (Object.hasOwn(OLD_NAMES, key) ? OLD_NAMES[key] : undefined) ?? nearest(key, Object.keys(values));
}

function unknownKeys({ path, settings }: YamlFile, { values }: TrainingSettings): Finding<'misspelt' | 'renamed'>[] {
  return Object.entries(settings).flatMap(([key, { value }]) => {
    if (Object.hasOwn(values, key) || SCRIPT_KEYS.has(key)) return [];
    const known = meantBy(key, values);
    const saved = known === undefined ? undefined : values[known];
    // The same value, or the right key beside it: the slip did no harm.
    if (known === undefined || saved === undefined || Object.hasOwn(settings, known) || isSame(saved.value, value))
      return [];
    const data = { path, key, value: pythonWord(value), known, saved: pythonWord(saved.value) };
    const places = [
      { kind: 'setting' as const, path, key, value: String(value) },
      { kind: 'setting' as const, path: saved.path, key: known, value: String(saved.value) },
    ];
    return [{ message: Object.hasOwn(OLD_NAMES, key) ? ('renamed' as const) : ('misspelt' as const), data, places }];
  });
}

function nearest(key: string, known: readonly string[]): string | undefined {
  if (key.length < SHORTEST_KEY) return undefined;
  return known.find((other) => (editDistance(key, other) ?? Number.POSITIVE_INFINITY) <= MOST_EDITS);
}

/** `2e-5` is a text in YAML 1.1 and a number to the trainer; enums are saved by their value. */
function isSame(saved: Setting['value'], written: Setting['value']): boolean {
  return (
    saved === written ||
    (saved !== null && written !== null && String(saved) === String(written)) ||
    isSameNumber(saved, written)
  );
}

function isSameNumber(saved: Setting['value'], written: Setting['value']): boolean {
  return typeof saved === 'number' && typeof written === 'string' && Number(written) === saved;
}
