import type { PathKey } from './lockstep-yaml.ts';

/** Names people and trainers give to a trainer's output folder, most specific first. */
const RUN_FOLDERS = [
  'run',
  'output',
  'outputs',
  'out',
  'checkpoints',
  'sft',
  'lora',
  'adapter',
  'results',
  'finetuned',
];
const BASE_FOLDERS = ['base', 'base_model', 'base-model', 'pretrained'];
const SERVED_FOLDERS = ['merged', 'served', 'export', 'exported'];
const DATA_FOLDERS = ['', 'data/', 'dataset/'];
const EVAL_NAMES = ['eval', 'val', 'valid', 'validation', 'dev', 'test'];
/** Tables are looked for last: beside converted rows they are what the rows were made from. */
const ROWS = ['\\.(jsonl|ndjson|json|parquet|arrow)', '\\.(csv|tsv)'];

/** Finds the parts of a run by the usual names. What is ambiguous is left out: a wrong guess is worse than none. */
export function usualShape(names: ReadonlySet<string>): ReadonlyMap<PathKey, string> {
  const all = [...names];
  const found: readonly (readonly [PathKey, string | undefined])[] = [
    ['run', findRun(all)],
    [
      'base',
      BASE_FOLDERS.find((folder) => names.has(`${folder}/config.json`) && !names.has(`${folder}/adapter_config.json`)),
    ],
    ['served', SERVED_FOLDERS.find((folder) => isModel(names, folder))],
    ['train_data', dataFile(all, ['train'])],
    ['eval_data', dataFile(all, EVAL_NAMES)],
    ['capture', names.has('capture/batches.jsonl') ? 'capture' : undefined],
    [
      'inference',
      ['requests.jsonl', 'generation.json'].some((name) => names.has(`inference/${name}`)) ? 'inference' : undefined,
    ],
    ['predictions', predictionsFile(all)],
  ];
  return new Map(found.flatMap(([key, path]) => (path === undefined ? [] : [[key, path] as const])));
}

/** The folder itself, a folder of a usual name, or the only one that looks like a trainer's output. */
function findRun(all: readonly string[]): string | undefined {
  const folders = new Set(all.flatMap((name) => trainerFolder(name) ?? []));
  if (folders.has('')) return '';
  const usual = RUN_FOLDERS.find((folder) => folders.has(folder));
  if (usual !== undefined) return usual;
  return folders.size === 1 ? [...folders][0] : undefined;
}

function trainerFolder(name: string): string | undefined {
  const match =
    /^(?:(.*?)\/)?(?:checkpoint-\d+\/[^/]+|adapter_config\.json|training_args\.bin|trainer_state\.json)$/.exec(name);
  return match ? (match[1] ?? '') : undefined;
}

function isModel(names: ReadonlySet<string>, folder: string): boolean {
  return ['config.json', 'tokenizer.json', 'tokenizer_config.json'].some((name) => names.has(`${folder}/${name}`));
}

/** `train-00000-of-00002.parquet`, as the Hub and `datasets` number shards. */
const SHARD = /\d{5}-of-(\d{5}\.[a-z]+$)/;

/** `train.jsonl` before `data/train-v2.jsonl`; several of the second kind are ambiguous, unless they are the shards of one set. */
function dataFile(all: readonly string[], stems: readonly string[]): string | undefined {
  for (const rows of ROWS) {
    for (const folder of DATA_FOLDERS) {
      for (const stem of stems) {
        const found = dataOf(all, `${folder}${stem}`, rows);
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
}

function dataOf(all: readonly string[], start: string, rows: string): string | undefined {
  const exact = all.find((name) => new RegExp(`^${start}${rows}$`).test(name));
  if (exact !== undefined) return exact;
  if (all.includes(`${start}/state.json`)) return start;
  const similar = all.filter((name) => new RegExp(`^${start}[-_.][^/]*${rows}$`).test(name));
  const sets = new Set(similar.map((name) => name.replace(SHARD, '?????-of-$1')));
  return sets.size === 1 ? [...sets][0] : undefined;
}

function predictionsFile(all: readonly string[]): string | undefined {
  const candidates = all.filter(
    (name) => /^(inference\/)?predictions[^/]*\.jsonl$/.test(name) && !name.endsWith('.base.jsonl'),
  );
  const exact = ['predictions.jsonl', 'inference/predictions.jsonl'].find((name) => candidates.includes(name));
  return exact ?? (candidates.length === 1 ? candidates[0] : undefined);
}
