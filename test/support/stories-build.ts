import { memoryFiles } from '../../src/source/memory.ts';
import type { RunFiles } from '../../src/source/run-files.ts';
import { specialTokens, tokenizerJson } from './byte-tokenizer.ts';
import { buildRun, type Example, type RunOverrides, renderChatml } from './run-builder.ts';

/** A stretch of a captured row and whether its tokens have labels. */
export type Segment = readonly [text: string, inLoss: boolean];

export interface Story extends Omit<RunOverrides, 'render' | 'labels'> {
  /** What the trainer made of a row: the ChatML rendering, of which the answer and its end are in the loss, unless told. */
  readonly row?: (example: Example) => readonly Segment[];
  /** Tokens that a captured row may have; what is behind them is cut off. Written as max_length into capture.json too. */
  readonly maxLength?: number;
  /** Which training examples were captured; all of them unless told. */
  readonly captured?: (example: Example, index: number) => boolean;
  /** A label per captured token, when segments are too coarse. */
  readonly relabel?: (labels: readonly number[], ids: readonly number[]) => readonly number[];
  /** Special tokens beyond those of ChatML. */
  readonly specials?: readonly string[];
  /** Keys of tokenizer_config.json to set. */
  readonly tokenizerConfig?: Readonly<Record<string, unknown>>;
  readonly chatTemplate?: string;
  /** Whether requests are logged with their token ids; they are unless told. */
  readonly requestIds?: boolean;
  /** Lines of lockstep.yaml below `task:`; the builder's own task unless told. */
  readonly task?: string;
  /** Logged entries of trainer_state.json, and its epoch. */
  readonly log?: readonly Readonly<Record<string, unknown>>[];
  readonly epoch?: number;
  /** Files to leave out, or folders with a trailing slash. */
  readonly without?: readonly string[];
}

/** The healthy run of run-builder.ts with one thing (or a few that belong together) told otherwise. */
export function buildStory(story: Story): RunFiles {
  const built = buildRun(story);
  const encode = encoder(story.specials ?? []);
  const contents: Record<string, string | Uint8Array> = { ...built.contents };
  const isGiven = (path: string) => story.files !== undefined && path in story.files;
  const put = (path: string, content: string) => {
    if (path in contents && !isGiven(path)) contents[path] = content;
  };
  put('capture/batches.jsonl', capturedRows(built.examples, story, encode));
  put('capture/capture.json', captureMeta(String(contents['capture/capture.json'] ?? '{}'), story));
  put('inference/requests.jsonl', requestRows(String(contents['inference/requests.jsonl'] ?? ''), story, encode));
  for (const folder of ['run', 'base', 'merged']) {
    put(`${folder}/tokenizer.json`, JSON.stringify(tokenizerWith(story.specials ?? [])));
    put(`${folder}/tokenizer_config.json`, JSON.stringify({ ...tokenizerConfig, ...story.tokenizerConfig }));
    if (story.chatTemplate !== undefined) put(`${folder}/chat_template.jinja`, story.chatTemplate);
  }
  if (story.task !== undefined) put('lockstep.yaml', `${layoutYaml}${story.task}`);
  if (story.log !== undefined || story.epoch !== undefined)
    put('run/checkpoint-24/trainer_state.json', trainerState(story));
  for (const path of Object.keys(contents)) if (isLeftOut(path, story.without ?? [])) delete contents[path];
  return memoryFiles(contents);
}

/** Ids by the byte tokenizer and further special tokens behind its own. */
export function encoder(specials: readonly string[]): (text: string) => number[] {
  const all = [...specialTokens, ...specials];
  const pattern = new RegExp(`(${all.map((token) => token.replace(/[|[\]()*+?.\\^$/{}]/g, '\\$&')).join('|')})`);
  return (text) =>
    text.split(pattern).flatMap((part) => {
      const at = all.indexOf(part);
      return at < 0 ? [...new TextEncoder().encode(part)] : [256 + at];
    });
}

/** The ChatML rendering of an example, all of it outside the loss but the answer and its end. */
export function taughtChatml(example: Example): readonly Segment[] {
  const { prompt, answer, end } = renderChatml(example);
  return [
    [prompt, false],
    [answer + end, true],
  ];
}

const layoutYaml = `run: run
base: base
train_data: train.jsonl
eval_data: eval.jsonl
capture: capture
inference: inference
predictions: predictions.jsonl
task:
`;

const tokenizerConfig = {
  tokenizer_class: 'PreTrainedTokenizerFast',
  eos_token: '<|im_end|>',
  pad_token: '<|endoftext|>',
};

function capturedRows(examples: readonly Example[], story: Story, encode: (text: string) => number[]): string {
  const { row = taughtChatml, captured = () => true, relabel = (labels) => labels } = story;
  const most = story.maxLength ?? Number.POSITIVE_INFINITY;
  return jsonLines(
    examples
      .filter(({ split }) => split === 'train')
      .flatMap((example, index) => {
        if (!captured(example, index)) return [];
        const parts = row(example).map(([text, inLoss]) => ({ ids: encode(text), inLoss }));
        const ids = parts.flatMap((part) => part.ids).slice(0, most);
        const labels = parts.flatMap((part) => part.ids.map((id) => (part.inLoss ? id : -100))).slice(0, most);
        return [{ step: 0, row: index, input_ids: ids, labels: relabel(labels, ids) }];
      }),
  );
}

function captureMeta(text: string, { maxLength, capture }: Story): string {
  const meta = JSON.parse(text);
  return maxLength === undefined || capture?.args !== undefined
    ? text
    : JSON.stringify({ ...meta, args: { ...meta.args, max_length: maxLength } });
}

function requestRows(text: string, { requestIds = true }: Story, encode: (text: string) => number[]): string {
  const rows = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  return jsonLines(rows.map((row) => ({ ...row, prompt_ids: requestIds ? encode(row.prompt) : undefined })));
}

export function tokenizerWith(specials: readonly string[]): unknown {
  const added = specials.map((content, index) => ({
    ...tokenizerJson.added_tokens[0],
    id: 259 + index,
    content,
    // Qwen3 lists its reasoning marks as added tokens that are not special.
    special: !/^<\/?think>$/.test(content),
  }));
  const vocab = Object.fromEntries(added.map(({ content, id }) => [content, id]));
  return {
    ...tokenizerJson,
    added_tokens: [...tokenizerJson.added_tokens, ...added],
    model: { ...tokenizerJson.model, vocab: { ...tokenizerJson.model.vocab, ...vocab } },
  };
}

function trainerState({ log = healthyLog, epoch = 8 }: Story): string {
  const last = Number(log.at(-1)?.step ?? 24);
  return JSON.stringify({
    epoch,
    global_step: last,
    max_steps: last,
    num_train_epochs: epoch,
    train_batch_size: 8,
    log_history: log,
  }).replace(/"(NaN|-?Infinity)"/g, '$1');
}

/** A loss that falls as training on a small task does. */
const healthyLog = lossLog([2.41, 0.52, 0.04]);

/** A log of these losses at equal distances; strings `NaN` and `Infinity` become the bare words that Python writes. */
export function lossLog(
  losses: readonly (number | 'NaN' | 'Infinity')[],
): readonly Readonly<Record<string, unknown>>[] {
  return losses.map((loss, at) => ({
    step: 1 + Math.round((at * 23) / Math.max(1, losses.length - 1)),
    epoch: at + 1,
    loss,
    grad_norm: typeof loss === 'number' ? 1 : loss,
    learning_rate: 0.001,
  }));
}

function isLeftOut(path: string, without: readonly string[]): boolean {
  return without.some((one) => (one.endsWith('/') ? path.startsWith(one) : path === one));
}

export function jsonLines(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
