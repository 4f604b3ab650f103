import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Row } from '../../../src/formats/row-value.ts';
import { readLabelConfig } from '../../../src/labels/label-config.ts';
import {
  predictVisionLabels,
  type VisionLabelsInput,
  type VisionPrediction,
} from '../../../src/labels/vision/predict-vision-labels.ts';
import { loadTokenizer } from '../../../src/tokenizer/load-tokenizer.ts';

const blocks = JSON.parse(readFileSync(new URL('collated.json', import.meta.url), 'utf8')) as {
  family: string;
  processor: Record<string, unknown>;
  tokenizer: unknown;
  template: string;
}[];
const images = JSON.parse(readFileSync(new URL('../../formats/image-size/images.json', import.meta.url), 'utf8')) as [
  string,
  string,
  string,
][];
const base64Of = (name: string) => images.find(([one]) => one === name)?.[2] ?? '';
const bytesOf = (name: string) => new Uint8Array(Buffer.from(base64Of(name), 'base64'));

type Given = Partial<Omit<VisionLabelsInput, 'config'>> & {
  readonly family?: string;
  readonly config?: Record<string, unknown>;
};

async function outcomeOf(rows: readonly Row[], { config = {}, family = 'qwen2', ...given }: Given = {}) {
  const block = blocks.find((one) => one.family === family);
  const settings = readLabelConfig(config);
  if (!block || !settings.ok) throw new Error('the fixture is broken');
  return predictVisionLabels({
    rows,
    tokenizer: loadTokenizer({ tokenizerJson: block.tokenizer }),
    specialTokens: { bos_token: '<bos>', eos_token: '<|im_end|>' },
    chatTemplate: block.template,
    arguments: config,
    trainer: { name: 'trl', version: '1.13.0', transformers: '5.18.0' },
    processor: block.processor,
    ...given,
    config: settings.value.config,
  });
}

async function prediction(rows: readonly Row[], given?: Given): Promise<VisionPrediction> {
  const outcome = await outcomeOf(rows, given);
  if ('error' in outcome) throw new Error(`${outcome.error.type}: ${outcome.error.message}`);
  return outcome;
}

async function errorOf(rows: readonly Row[], given?: Given) {
  const outcome = await outcomeOf(rows, given);
  return 'error' in outcome ? outcome.error : undefined;
}

const side = { width: 56, height: 56 };
const chat = (image: Row[string] = side): Row => ({
  messages: [
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: 'A' },
  ],
  images: [image],
});
const pair = (image: Row[string] = side): Row => ({
  prompt: [{ role: 'user', content: 'Hi' }],
  completion: [{ role: 'assistant', content: 'A' }],
  images: [image],
});
const PLACEHOLDER = '<|image_pad|>';

describe('what happens without a word', () => {
  it('S3: messages with images train on the prompt and on every image token', async () => {
    const { notes, rows } = await prediction([chat(), chat()]);
    const labels = rows[0]?.labels.length ?? 0;
    expect(rows[0]?.labels).toEqual(rows[0]?.inputIds);
    // Four image tokens, one before and one behind them.
    expect(notes).toEqual([
      { kind: 'vision-full-sequence-loss', shape: 'language-modeling', rows: 2, imageTokens: 12, labels: 2 * labels },
    ]);
  });

  it('prompt and completion train on the answer alone, and nothing is noted', async () => {
    const { completionOnlyLoss, notes, rows } = await prediction([pair()]);
    expect(completionOnlyLoss).toBe(true);
    expect(rows[0]?.labels.filter((label) => label !== -100)).toHaveLength(
      'A<|im_end|>\n'.length - '<|im_end|>'.length + 1,
    );
    expect(notes).toEqual([]);
  });

  it('S13: plain completions get no EOS; one that brings its own is not accused', async () => {
    const plain = (completion: string): Row => ({ prompt: `${PLACEHOLDER}What`, completion, images: [side] });
    const { notes } = await prediction([plain(' yes<|im_end|>'), plain(' yes'), plain(' no')]);
    expect(notes).toEqual([{ kind: 'vision-no-eos', rows: 2, firstRow: 1 }]);
  });

  it('S14: a cut before the answer leaves no label; one through the image loses its tokens, too', async () => {
    const config = { max_length: 20 };
    const { notes } = await prediction([pair()], { config });
    expect(notes).toEqual([
      { kind: 'rows-cut', rows: 1, firstRow: 0, maxLength: 20 },
      { kind: 'vision-answer-lost', rows: 1, firstRow: 0, maxLength: 20 },
    ]);
    const through = await prediction([pair()], { config: { max_length: 10 } });
    expect(through.notes.map(({ kind }) => kind)).toEqual(['rows-cut', 'vision-answer-lost', 'image-tokens-cut']);
    const whole = await prediction([pair()], { config: { max_length: 1024 } });
    expect(whole.notes).toEqual([]);
  });

  it('S11: without max_length, rows that the default of 1024 would cut are named', async () => {
    const processor = { processor_class: 'Qwen2VLProcessor' };
    const { notes } = await prediction([pair(), pair({ width: 4000, height: 4000 })], { processor });
    expect(notes).toEqual([{ kind: 'default-length-not-applied', rows: 1, firstRow: 1 }]);
  });

  it('tokens the processor has to add are named', async () => {
    const { notes } = await prediction([pair()], { family: 'idefics3' });
    expect(notes).toEqual([
      { kind: 'media-tokens-added', tokens: ['<fake_token_around_image>', '<image>', '<end_of_utterance>'] },
    ]);
  });
});

describe('what the trainer refuses', () => {
  it.each([
    [{ packing: true }, /Packing/],
    [{ padding_free: true }, /Padding-free/],
    [{ assistant_only_loss: true }, /Assistant-only/],
    [{ max_length: 100, truncation_mode: 'keep_end' }, /keep_end/],
  ])('%j', async (config, message) => {
    expect(await errorOf([pair()], { config })).toMatchObject({
      type: 'ValueError',
      message: expect.stringMatching(message),
    });
  });

  it('keep_end is fine without a length', async () => {
    expect(await errorOf([pair()], { config: { max_length: null, truncation_mode: 'keep_end' } })).toBeUndefined();
  });

  it('images without a processor', async () => {
    expect(await errorOf([pair()], { processor: undefined })).toMatchObject({ type: 'ValueError' });
  });

  it('the row that raised is counted over all batches', async () => {
    const bad: Row = { ...chat(), messages: [{ role: 'developer', content: 'x' }] };
    const rows = [...Array.from({ length: 10 }, () => chat()), bad];
    expect(await errorOf(rows, { config: { per_device_train_batch_size: 4 } })).toMatchObject({
      type: 'ValueError',
      row: 10,
    });
  });
});

describe('what cannot be told', () => {
  it('an unknown processor, and releases before TRL had a collator for images', async () => {
    expect(await errorOf([pair()], { processor: { processor_class: 'MolmoProcessor' } })).toMatchObject({
      type: 'CannotTell',
      message: expect.stringContaining('MolmoProcessor'),
    });
    const trainer = { name: 'trl', version: '0.21.0', transformers: '4.55.0' } as const;
    expect(await errorOf([pair()], { trainer })).toMatchObject({ type: 'CannotTell' });
  });

  it('prompt and completion of different kinds: TRL looks at one of them at random', async () => {
    expect(await errorOf([{ ...pair(), completion: 'A' }])).toMatchObject({ type: 'CannotTell' });
  });

  it('releases that were not run say so', async () => {
    const trainer = { name: 'trl', version: '0.24.0', transformers: '4.57.0' } as const;
    expect((await prediction([pair()], { trainer })).basis).toBe('release-notes');
  });
});

describe('images of every form have the same size', () => {
  // 3 × 5 upright: turned by EXIF.
  const jpeg = bytesOf('jpeg, orientation 6');
  const readImage = (path: string) => (path === 'a/b.png' ? jpeg : undefined);
  const upright = { width: 3, height: 5 };
  it.each<[string, Row[string]]>([
    ['bytes', jpeg],
    ['bytes and path, as Parquet holds them', { bytes: jpeg, path: 'x.jpg' }],
    ['a path, with a wrong extension', 'a/b.png'],
    ['a path in a dict', { bytes: null, path: 'a/b.png' }],
    ['base64', base64Of('jpeg, orientation 6')],
    ['base64 in lines', base64Of('jpeg, orientation 6').replace(/.{60}/g, '$&\n')],
    ['a data URL', `data:image/png;base64,${base64Of('jpeg, orientation 6')}`],
  ])('%s', async (_, image) => {
    const processor = {
      processor_class: 'Idefics3Processor',
      image_seq_len: 1,
      size: { longest_edge: 64 },
      max_image_size: { longest_edge: 16 },
    };
    const given = { family: 'idefics3', processor, readImage };
    const expected = await prediction([pair(upright)], given);
    expect((await prediction([pair(image)], given)).rows).toEqual(expected.rows);
    expect((await prediction([pair({ width: 5, height: 3 })], given)).rows).not.toEqual(expected.rows);
  });

  it.each<[string, Row[string], RegExp]>([
    ['a missing file', 'no/such.png', /neither a file that can be opened nor base64/],
    ['a missing file in a dict', { bytes: null, path: 'no/such.png' }, /cannot be opened/],
    ['a file cut short', jpeg.subarray(0, 100), /ends after 100 bytes/],
    ['an empty file', new Uint8Array(), /empty/],
    ['a web page', new TextEncoder().encode('<!DOCTYPE html>'), /first bytes are not/],
    ['an address', 'https://example.org/a.png', /fetches nothing/],
    ['a dict without anything', {}, /neither bytes nor a path/],
    ['sides that cannot be', { width: 1e308, height: 1e308 }, /cannot be/],
    ['sides that are no numbers', { width: '5', height: 3 }, /cannot be/],
  ])('%s is said, not guessed', async (_, image, message) => {
    expect(await errorOf([pair(), pair(image)], { readImage })).toMatchObject({
      type: 'CannotTell',
      row: 1,
      message: expect.stringMatching(message),
    });
  });

  it('a row with more images than any context holds is not followed', async () => {
    const many = { ...pair(), images: Array.from({ length: 10_001 }, () => side) };
    expect(await errorOf([many])).toMatchObject({ type: 'CannotTell' });
    const large = { ...pair(), images: Array.from({ length: 300 }, () => ({ width: 4000, height: 4000 })) };
    const processor = { processor_class: 'Qwen2VLProcessor', max_pixels: 12_845_056 };
    expect(await errorOf([large], { processor })).toMatchObject({ type: 'CannotTell' });
  });
});

it('no rows are no rows', async () => {
  expect((await prediction([])).rows).toEqual([]);
});
