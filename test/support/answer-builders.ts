import type { AdapterConfig, AdapterModule, AdapterTensor, AdapterWeights } from '../../src/evidence/adapter-facts.ts';
import { scorableRow } from '../../src/evidence/derive/scorable-row.ts';
import { tallyRunFailures } from '../../src/evidence/derive/tally-run-failures.ts';
import type { Example, Examples } from '../../src/evidence/examples.ts';
import { absent } from '../../src/evidence/gathered.ts';
import type { Prediction, Predictions } from '../../src/evidence/predictions.ts';
import type { Scores } from '../../src/evidence/scores.ts';
import type { TrainedRows } from '../../src/evidence/trained-rows.ts';
import type { WeightIndex } from '../../src/evidence/weight-facts.ts';
import type { TrainerLogEntry, TrainerState } from '../../src/formats/trainer-state.ts';
import { scoreRow } from '../../src/scoring/score-row.ts';
import { scorecard } from '../../src/scoring/scorecard.ts';
import type { Task } from '../../src/scoring/task.ts';
import { trainedRow, trainedRows } from './evidence-builders.ts';

/** Predictions and what really scoring them gives, as a check gets them. */
export function scored(predictions: Predictions, task: Task): { predictions: Predictions; scores: Scores } {
  const rows = predictions.rows.map((row) => scoreRow(scorableRow(row), task));
  const failures = tallyRunFailures(predictions.rows, task, { requests: absent(), tokenizer: absent() });
  return { predictions, scores: { rows, card: scorecard(rows, task), failures } };
}

/** `count` predictions by an id that counts up from `name-0`. */
export function many(
  name: string,
  count: number,
  row: (at: number) => Partial<Prediction>,
): Record<string, Partial<Prediction>> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`${name}-${at}`, row(at)]));
}

/** One adapted projection: its update and the norm of the weight that it changes. */
export function adapterModule(name: string, overrides: Partial<AdapterModule> = {}): AdapterModule {
  return { name, kind: 'linear', scale: 2, rank: 8, updateNorm: 0.2, baseNorm: 20, ...overrides };
}

export function adapterTensor(name: string, overrides: Partial<AdapterTensor> = {}): AdapterTensor {
  return { name, dtype: 'F32', shape: [8, 64], norm: 1, allZero: false, notFinite: 0, read: 512, ...overrides };
}

export function adapterWeights(
  modules: readonly AdapterModule[],
  tensors: readonly AdapterTensor[] = modules.map(({ name }) => adapterTensor(`${name}.lora_B.weight`)),
): AdapterWeights {
  return { path: 'run/adapter_model.safetensors', tensors, modules };
}

export function adapterConfig(overrides: Partial<AdapterConfig> = {}): AdapterConfig {
  return {
    path: 'run/adapter_config.json',
    peftType: 'LORA',
    r: 8,
    loraAlpha: 16,
    useRslora: false,
    useDora: false,
    rankPattern: {},
    alphaPattern: {},
    modulesToSave: [],
    initLoraWeights: true,
    fanInFanOut: false,
    ...overrides,
  };
}

/** A model with tensors of these names. */
export function weightIndex(names: readonly string[]): WeightIndex {
  const file = 'base/model.safetensors';
  return {
    path: 'base',
    files: [file],
    tensors: new Map(names.map((name) => [name, { dtype: 'BF16', shape: [64, 64], file }])),
  };
}

/** Examples from question and answer, or more; rows count from 0. */
export function examples(
  rows: readonly (readonly [prompt: string, answer: string] | Partial<Example>)[],
  path = 'train.jsonl',
): Examples {
  const placed = rows.map((given, row): Example => {
    const [prompt, answer] = 'length' in given ? given : [undefined, undefined];
    if (prompt !== undefined && answer !== undefined) return { row, system: '', prompt, answer };
    return { row, system: '', prompt: `question ${row}`, ...('length' in given ? {} : given) };
  });
  return { path, rows: placed, unread: 0 };
}

/** Classified training rows that spell their class as told. */
export function classified(counts: readonly (readonly [name: string, surface: string, count: number])[]): Examples {
  return examples(
    counts.flatMap(([name, surface, count]) =>
      Array.from({ length: count }, (_, at) => ({
        prompt: `${surface} question ${at}`,
        answer: surface,
        class: name,
        surface,
      })),
    ),
  );
}

/** A training log with an entry every ten steps: a loss, or a loss with more. */
export function trainerState(
  log: readonly (number | Partial<TrainerLogEntry>)[],
  overrides: Partial<TrainerState> = {},
): TrainerState {
  const entries = log.map((given, at) => ({
    step: (at + 1) * 10,
    ...(typeof given === 'number' ? { loss: given, grad_norm: 1 } : given),
  }));
  return {
    global_step: log.length * 10,
    epoch: 3,
    log_history: entries,
    damagedEntries: 0,
    omittedEntries: 0,
    ...overrides,
  };
}

/** Captured rows whose answers end with these tokens, one row for each; `undefined` is a row without an end. */
export function rowsEndingWith(ends: readonly (number | undefined)[]): TrainedRows {
  const rows = ends.map((end) => {
    const parts = [
      ['prompt', 'Is it safe?'],
      ['answer', 'yes'],
    ] as const;
    if (end === undefined) return trainedRow(parts);
    const row = trainedRow([...parts, ['end-of-turn', '<end>']]);
    return { ...row, captured: { ...row.captured, ids: Int32Array.from([...row.captured.ids.slice(0, -1), end]) } };
  });
  return trainedRows(rows);
}

export const safety: Task = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'json', classPath: 'label' };
export const invoice: Task = { kind: 'extract', fields: ['item', 'price'] };
export const open: Task = { kind: 'free' };

/** The answer that the safety task wants. */
export function label(name: string): string {
  return JSON.stringify({ label: name });
}

export function fenced(text: string): string {
  return `\`\`\`json\n${text}\n\`\`\``;
}
