import { memoryFiles } from '../../src/source/memory.ts';
import type { RunFiles } from '../../src/source/run-files.ts';
import { encode, specialIds, tokenizerJson } from './byte-tokenizer.ts';
import { writeSafetensors } from './safetensors.ts';

export interface Example {
  readonly id: string;
  readonly split: 'train' | 'eval';
  readonly system: string;
  readonly user: string;
  readonly answer: string;
  readonly gold: string;
}

/** A training row as text: what precedes the answer, the answer, and what the template puts behind it. */
export interface RenderedRow {
  readonly prompt: string;
  readonly answer: string;
  readonly end: string;
}

/** What the model answered; the ids are those of the text and the end-of-turn token unless given. */
export interface Answered {
  readonly text: string;
  readonly ids?: readonly number[];
  readonly finishReason?: string;
}

export interface RunOverrides {
  readonly examples?: readonly Example[];
  /** How the trainer rendered an example. */
  readonly render?: (example: Example) => RenderedRow;
  /** Labels of a captured row; prompt masked and everything else supervised unless told. */
  readonly labels?: (ids: readonly number[], row: RenderedRow) => readonly number[];
  /** The prompt that was sent at inference. */
  readonly request?: (example: Example) => string;
  /** What the model answered; the right answer and its end-of-turn token unless told. */
  readonly output?: (example: Example) => {
    readonly text: string;
    readonly ids?: readonly number[];
    readonly finishReason?: string;
  };
  /** What the user's evaluator concluded from that. */
  readonly prediction?: (example: Example, output: string) => unknown;
  /** Row of train.jsonl and eval.jsonl. */
  readonly dataRow?: (example: Example) => unknown;
  /** Keys of inference/generation.json to set, or with `undefined` to drop. */
  readonly generation?: Readonly<Record<string, unknown>>;
  /** Keys of capture.json to set or drop. */
  readonly capture?: Readonly<Record<string, unknown>>;
  /** Keys of run/adapter_config.json to set or drop. */
  readonly adapterConfig?: Readonly<Record<string, unknown>>;
  /** Value that fills every lora_B; 0 is an adapter that was never trained. */
  readonly loraB?: number;
  /** Files to put in or, with null, to leave out; applied last. */
  readonly files?: Readonly<Record<string, string | Uint8Array | null>>;
}

export interface BuiltRun {
  readonly examples: readonly Example[];
  readonly contents: Readonly<Record<string, string | Uint8Array>>;
  readonly files: RunFiles;
}

export const chatTemplate =
  "{% for message in messages %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

/**
 * A small healthy run in memory: chat data, a byte-level tokenizer with ChatML, captured batches with answer-only labels, requests that
 * equal the training prompts, right predictions, a trained adapter. Each override breaks one thing.
 */
export function buildRun(overrides: RunOverrides = {}): BuiltRun {
  const examples = overrides.examples ?? defaultExamples();
  const contents: Record<string, string | Uint8Array> = {
    'lockstep.yaml': lockstepYaml,
    ...tokenizerFiles('run'),
    ...tokenizerFiles('base'),
    ...dataFiles(examples, overrides),
    ...captureFiles(examples, overrides),
    ...inferenceFiles(examples, overrides),
    ...weightFiles(overrides),
    'run/checkpoint-24/trainer_state.json': json(trainerState),
  };
  for (const [path, content] of Object.entries(overrides.files ?? {})) {
    if (content === null) delete contents[path];
    else contents[path] = content;
  }
  return { examples, contents, files: memoryFiles(contents) };
}

/** Ladders that are safe or not: 24 to train on and 12 others to evaluate on, both classes equally often. */
export function defaultExamples(): Example[] {
  const places = ['roof', 'dock', 'attic', 'yard', 'hall', 'shed'];
  const sights = ['tied off', 'loose foot', 'locked open', 'on a brick', 'held below', 'top step used'];
  return places.flatMap((place, row) =>
    sights.map((sight, column) => {
      const split = (row + column) % 3 === 2 ? 'eval' : 'train';
      const gold = column % 2 === 0 ? 'safe' : 'unsafe';
      const id = `${split}-${row}${column}`;
      const user = `Place: ${place}. Seen: ${sight}.`;
      return {
        id,
        split,
        system: 'Say whether the ladder is safe.',
        user,
        answer: json({ label: gold }),
        gold,
      } as const;
    }),
  );
}

/** As ChatML prints a system, a user and an assistant turn. */
export function renderChatml({ system, user, answer }: Example): RenderedRow {
  const prompt = `<|im_start|>system\n${system}<|im_end|>\n<|im_start|>user\n${user}<|im_end|>\n<|im_start|>assistant\n`;
  return { prompt, answer, end: '<|im_end|>\n' };
}

const lockstepYaml = `run: run
base: base
train_data: train.jsonl
eval_data: eval.jsonl
capture: capture
inference: inference
predictions: predictions.jsonl
task:
  kind: classify
  classes: [safe, unsafe]
  answer: json
  class_path: label
`;

function tokenizerFiles(folder: string): Record<string, string> {
  return {
    [`${folder}/tokenizer.json`]: json(tokenizerJson),
    [`${folder}/tokenizer_config.json`]: json({
      tokenizer_class: 'PreTrainedTokenizerFast',
      eos_token: '<|im_end|>',
      pad_token: '<|endoftext|>',
    }),
    [`${folder}/chat_template.jinja`]: chatTemplate,
  };
}

function dataFiles(examples: readonly Example[], { dataRow = promptCompletion }: RunOverrides): Record<string, string> {
  const rows = (split: Example['split']) =>
    jsonLines(examples.filter((example) => example.split === split).map(dataRow));
  return { 'train.jsonl': rows('train'), 'eval.jsonl': rows('eval') };
}

function promptCompletion({ system, user, answer }: Example): unknown {
  return { prompt: turns(system, user), completion: [{ role: 'assistant', content: answer }] };
}

function captureFiles(examples: readonly Example[], overrides: RunOverrides): Record<string, string> {
  const { render = renderChatml, labels = answerOnly, capture = {} } = overrides;
  const trained = examples.filter(({ split }) => split === 'train');
  const rows = trained.map((example, row) => {
    const rendered = render(example);
    const ids = encode(rendered.prompt + rendered.answer + rendered.end);
    return { step: 0, row, input_ids: ids, labels: labels(ids, rendered) };
  });
  const meta = {
    format: 'lockstep-capture/1',
    versions: { trl: '1.13.0', transformers: '5.18.0', peft: '0.21.0' },
    trainer: 'trl.SFTTrainer',
    data_collator: 'DataCollatorForLanguageModeling',
    eos_token_id: specialIds['<|im_end|>'],
    pad_token_id: specialIds['<|endoftext|>'],
    args: {
      max_length: 512,
      packing: false,
      completion_only_loss: null,
      num_train_epochs: 8,
      per_device_train_batch_size: 8,
    },
    resolved_completion_only_loss: true,
    dataset_rows: trained.length,
    trained_rows: trained.length,
    ...capture,
  };
  return { 'capture/batches.jsonl': jsonLines(rows), 'capture/capture.json': json(meta) };
}

/** Supervises the answer and the end of its turn, as TRL does for prompt-completion data. */
export function answerOnly(ids: readonly number[], { prompt }: RenderedRow): number[] {
  const masked = encode(prompt).length;
  return ids.map((id, at) => (at < masked ? -100 : id));
}

function inferenceFiles(examples: readonly Example[], overrides: RunOverrides): Record<string, string> {
  const {
    request = (example) => renderChatml(example).prompt,
    output = rightAnswer,
    prediction = recorded,
  } = overrides;
  const requests = examples.map((example) => {
    const prompt = request(example);
    const { id, split, system, user } = example;
    return { id, split, messages: turns(system, user), prompt, prompt_ids: encode(prompt) };
  });
  const predictions = examples.map((example) => {
    const { text, ids = encode(`${text}<|im_end|>`), finishReason = 'stop' } = output(example);
    const { id, split, gold, answer } = example;
    const concluded = prediction(example, text);
    return {
      id,
      split,
      output: text,
      output_ids: ids,
      finish_reason: finishReason,
      prediction: concluded,
      gold,
      target: answer,
    };
  });
  const generation = {
    do_sample: false,
    max_new_tokens: 48,
    eos_token_id: [specialIds['<|im_end|>']],
    add_generation_prompt: true,
    model: 'base + run',
    ...overrides.generation,
  };
  return {
    'inference/requests.jsonl': jsonLines(requests),
    'inference/generation.json': json(generation),
    'predictions.jsonl': jsonLines(predictions),
  };
}

function rightAnswer({ answer }: Example): Answered {
  return { text: answer };
}

function recorded({ gold, answer }: Example, output: string): string {
  return output === answer ? gold : 'PARSE_FAIL';
}

function weightFiles({ loraB = 0.05, adapterConfig = {} }: RunOverrides): Record<string, string | Uint8Array> {
  const config = {
    peft_type: 'LORA',
    base_model_name_or_path: '../base',
    r: 2,
    lora_alpha: 4,
    target_modules: ['q_proj', 'v_proj'],
    init_lora_weights: true,
    peft_version: '0.21.0',
    ...adapterConfig,
  };
  const adapter = modules.flatMap((module) => [
    [`base_model.model.${module}.lora_A.weight`, matrix([2, 4], 0.25)] as const,
    [`base_model.model.${module}.lora_B.weight`, matrix([4, 2], loraB)] as const,
  ]);
  const base = modules.map((module) => [`${module}.weight`, matrix([4, 4], 0.5)] as const);
  return {
    'run/adapter_config.json': json(config),
    'run/adapter_model.safetensors': writeSafetensors(Object.fromEntries(adapter)),
    'base/config.json': json({ model_type: 'qwen2', vocab_size: 259 }),
    'base/generation_config.json': json({
      eos_token_id: specialIds['<|im_end|>'],
      pad_token_id: specialIds['<|endoftext|>'],
    }),
    'base/model.safetensors': writeSafetensors({
      ...Object.fromEntries(base),
      'model.embed_tokens.weight': matrix([259, 4], 0.1),
    }),
  };
}

const modules = ['model.layers.0.self_attn.q_proj', 'model.layers.0.self_attn.v_proj'];

/** Every value is `value`. */
export function matrix(
  shape: readonly [number, number],
  value: number,
): { dtype: string; shape: readonly number[]; data: Float32Array } {
  return { dtype: 'F32', shape, data: new Float32Array(shape[0] * shape[1]).fill(value) };
}

const trainerState = {
  epoch: 8,
  global_step: 24,
  max_steps: 24,
  num_train_epochs: 8,
  train_batch_size: 8,
  log_history: [
    { step: 1, epoch: 0.33, loss: 2.41, grad_norm: 3.1, learning_rate: 0.001, mean_token_accuracy: 0.41 },
    { step: 12, epoch: 4, loss: 0.52, grad_norm: 1.2, learning_rate: 0.0005, mean_token_accuracy: 0.86 },
    { step: 24, epoch: 8, loss: 0.04, grad_norm: 0.2, learning_rate: 0, mean_token_accuracy: 0.99 },
  ],
};

function turns(system: string, user: string): { role: string; content: string }[] {
  return [
    { role: 'system', content: system },
    { role: 'user', content: user },
  ];
}

function json(value: unknown): string {
  return JSON.stringify(value);
}

function jsonLines(rows: readonly unknown[]): string {
  return rows.map((row) => `${json(row)}\n`).join('');
}
