import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { RowValue } from '../../src/formats/row-value.ts';
import { labelRun } from '../../src/label-run/label-run.ts';
import { readLabelConfig } from '../../src/labels/label-config.ts';
import { predictVisionLabels } from '../../src/labels/vision/predict-vision-labels.ts';
import { memoryFiles } from '../../src/source/memory.ts';
import { loadTokenizer } from '../../src/tokenizer/load-tokenizer.ts';
import { inLoss, newest, noteKinds } from './label-story.ts';

const Block = v.object({
  family: v.string(),
  processor: v.record(v.string(), v.unknown()),
  tokenizer: v.record(v.string(), v.unknown()),
  template: v.string(),
});
const readFixture = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const blocks = v.parse(v.array(Block), readFixture('../labels/vision/collated.json'));
const qwen = blocks.find(({ family }) => family === 'qwen2');
if (qwen === undefined) throw new Error('the fixture is broken');
const images = v.parse(
  v.array(v.looseTuple([v.string(), v.string(), v.string()])),
  readFixture('../formats/image-size/images.json'),
);
const [, , png = ''] = images.find(([, format]) => format === 'png') ?? [];
const PATH = 'img/ladder.png';

type Contents = Parameters<typeof memoryFiles>[0];

const tokenizerConfig = { bos_token: '<bos>', eos_token: '<|im_end|>', pad_token: '<pad>' };
const model: Contents = {
  'lockstep.yaml': 'run: run\ntrain_data: train.jsonl\ncapture: capture\n',
  'run/tokenizer.json': JSON.stringify(qwen.tokenizer),
  'run/tokenizer_config.json': JSON.stringify(tokenizerConfig),
  'run/chat_template.jinja': qwen.template,
};
const processor: Contents = { 'run/processor_config.json': JSON.stringify(qwen.processor) };
const setting = (value: string | number | boolean | null) => ({ value, path: '--set' });

async function reportOf(
  rows: readonly unknown[],
  files: Contents = processor,
  settings: Parameters<typeof labelRun>[1] = {},
) {
  return labelRun(
    memoryFiles({ ...model, ...files, 'train.jsonl': rows.map((row) => `${JSON.stringify(row)}\n`).join('') }),
    { versions: newest, settings: { max_length: setting(1024) }, ...settings },
  );
}

async function sideOf(...given: Parameters<typeof reportOf>) {
  const { sides, missing } = await reportOf(...given);
  const [side] = sides;
  if (side === undefined) throw new Error(missing.map(({ needs }) => needs).join());
  return side;
}

const picture = { width: 56, height: 56 };
const turns = (at: number) => [
  { role: 'user', content: `What is in picture ${at}?` },
  { role: 'assistant', content: 'A ladder.' },
];
const pair = (at: number, image: RowValue = picture) => ({
  prompt: turns(at).slice(0, 1),
  completion: turns(at).slice(1),
  images: [image],
});
const chat = (at: number) => ({ messages: turns(at), images: [picture] });
const many = <T>(count: number, row: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => row(at));

describe('rows with images', () => {
  test('prompt and completion: the answer bears loss, the image does not', async () => {
    const side = await sideOf(many(20, (at) => pair(at)));
    expect(side).toMatchObject({ state: 'holds', verdict: 'answer-only', rows: { total: 20, looked: 20, kept: 20 } });
    expect(inLoss(side)).toEqual({ answer: 20 * 'A ladder.'.length, 'end-of-turn': 20, separator: 20 });
    expect(side.regions.find(({ region }) => region === 'media')).toMatchObject({ tokens: 20 * 6, supervised: 0 });
    expect(side.basis).toMatch(/^exactly as TRL 1\.13\.0/);
  });

  test('the same as messages: image tokens bear loss, and it says so', async () => {
    const side = await sideOf(many(20, chat));
    expect(side).toMatchObject({ state: 'broken', verdict: 'media-or-padding' });
    expect(noteKinds(side)).toEqual(['vision-full-sequence-loss']);
    expect(side.notes[0]).toMatchObject({ rows: 20, text: expect.stringContaining('120 of ') });
  });

  test('an image by path is found beside the data; a missing one is a row that gets no labels', async () => {
    const bytes = new Uint8Array(Buffer.from(png, 'base64'));
    const rows = many(20, (at) => pair(at, at === 7 ? 'img/gone.png' : PATH));
    const side = await sideOf(rows, { ...processor, [PATH]: bytes });
    expect(side.rows).toMatchObject({ total: 20, looked: 19, failed: 1 });
    expect(side.failures).toEqual([{ row: 7, type: 'CannotTell', message: expect.stringContaining('img/gone.png') }]);
    expect(side.state).toBe('unknown');
    const cut = await sideOf(rows.slice(0, 2), { ...processor, [PATH]: bytes.subarray(0, 12) });
    expect(cut.rows).toMatchObject({ looked: 0, failed: 2 });
  });

  test('without the settings of the processor nothing is guessed', async () => {
    const { sides, missing } = await reportOf(
      many(2, (at) => pair(at)),
      {},
    );
    expect(sides).toEqual([]);
    expect(missing.find(({ source }) => source === 'prediction')?.needs).toContain('preprocessor_config.json');
    const damaged = await reportOf(
      many(2, (at) => pair(at)),
      { 'run/processor_config.json': '{' },
    );
    expect(damaged.missing.find(({ source }) => source === 'prediction')?.needs).toContain('processor_config.json');
  });

  test('an unknown processor: the labels cannot be told, which is no fault of the run', async () => {
    const side = await sideOf(
      many(2, (at) => pair(at)),
      { 'run/processor_config.json': '{"processor_class":"OtherProcessor"}' },
    );
    expect(side).toMatchObject({
      state: 'unknown',
      verdict: null,
      refusal: { type: 'CannotTell' },
      headline: 'the labels cannot be told',
    });
  });

  test('settings that the trainer refuses with images', async () => {
    const side = await sideOf(many(2, chat), processor, { settings: { assistant_only_loss: setting(true) } });
    expect(side).toMatchObject({ state: 'broken', refusal: { type: expect.not.stringMatching('CannotTell') } });
  });

  test('many rows: an even spread of them, and it says of how many', async () => {
    const side = await sideOf(many(1500, (at) => pair(at)));
    expect(side.rows).toMatchObject({ total: 1500, looked: 1000 });
    expect(side.basis).toContain('1000 rows, evenly spread over 1500');
  });

  test('a limit that cuts the answer away', async () => {
    const side = await sideOf(
      many(4, (at) => pair(at)),
      processor,
      { settings: { max_length: setting(20) } },
    );
    expect(side).toMatchObject({ state: 'broken', verdict: 'empty-or-nearly' });
    expect(noteKinds(side)).toContain('vision-answer-lost');
  });

  test('a capture of the same rows agrees; one with loss on everything is explained', async () => {
    const rows = many(12, (at) => pair(at));
    const settings = readLabelConfig({ max_length: 1024 });
    if (!settings.ok) throw new Error('the settings cannot be read');
    const outcome = await predictVisionLabels({
      rows,
      tokenizer: loadTokenizer({ tokenizerJson: qwen.tokenizer }),
      specialTokens: tokenizerConfig,
      chatTemplate: qwen.template,
      arguments: {},
      config: settings.value.config,
      trainer: { name: 'trl', version: '1.13.0', transformers: '5.18.0' },
      processor: qwen.processor,
    });
    if ('error' in outcome) throw new Error(outcome.error.message);
    const { rows: labelled } = outcome;
    const capture = (labels: (row: (typeof labelled)[number]) => readonly number[]): Contents => ({
      ...processor,
      'capture/capture.json': JSON.stringify({ format: 'lockstep-capture/1' }),
      'capture/batches.jsonl': labelled
        .map((row, at) => `${JSON.stringify({ step: 0, row: at, input_ids: row.inputIds, labels: labels(row) })}\n`)
        .join(''),
    });
    const same = await reportOf(
      rows,
      capture(({ labels }) => labels),
    );
    expect(same.comparison).toMatchObject({ compared: 12, same: 12, clusters: [] });
    const other = await reportOf(
      rows,
      capture(({ inputIds }) => inputIds),
    );
    expect(other.comparison).toMatchObject({ compared: 12, same: 0, explained: 'completion_only_loss=False' });
  });
});
