import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { processorSource } from '../../../src/labels/vision/processor-source.ts';
import { readProcessor } from '../../../src/labels/vision/read-processor.ts';

const reasonOf = (source: Record<string, unknown>) => {
  const read = readProcessor(source);
  return read.ok ? read.value.family : `${read.problem.key}: ${read.problem.reason}`;
};
const tokensOf = (source: Record<string, unknown>, width: number, height: number) => {
  const read = readProcessor(source);
  const made = read.ok ? read.value.expand({ width, height }) : undefined;
  return made?.ok ? made.value.tokens : (made?.problem.type ?? 'unread');
};
const fromFiles = (files: Parameters<typeof processorSource>[0]) => {
  const source = processorSource(files);
  if (!source.ok) throw new Error(source.problem.reason);
  return source.value;
};

describe('which rules a processor follows', () => {
  it.each([
    [{ processor_class: 'Qwen2_5_VLProcessor', image_processor_type: 'Qwen2VLImageProcessorFast' }, 'qwen-vl'],
    [{ processor_class: 'Qwen3VLProcessor' }, 'qwen-vl'],
    [{ name: 'qwen3_vl-small' }, 'qwen-vl'],
    [{ processor_class: 'Gemma3Processor' }, 'gemma3'],
    [{ processor_class: 'Gemma4Processor' }, 'gemma4'],
    [{ name: 'idefics3-split-true', image_processor_type: 'Idefics3ImageProcessor' }, 'idefics3'],
    [{ processor_class: 'SmolVLMProcessor', image_processor_type: 'SmolVLMImageProcessor' }, 'smolvlm'],
    [{ processor_class: 'LlavaProcessor', image_processor_type: 'CLIPImageProcessor' }, 'llava'],
    [{ processor_class: 'LlavaNextProcessor' }, 'llava-next'],
    [{ processor_class: 'PixtralProcessor', image_processor_type: 'PixtralImageProcessorFast' }, 'pixtral'],
  ])('%j is %s', (source, family) => {
    expect(reasonOf(source)).toBe(family);
  });

  it.each([
    [{ processor_class: 'KeyeProcessor', image_processor_type: 'Qwen2VLImageProcessor' }, /KeyeProcessor with Qwen2VL/],
    [{ processor_class: 'Gemma3nProcessor', image_processor_type: 'SiglipImageProcessorFast' }, /Gemma3nProcessor/],
    [{ processor_class: 'LlavaOnevisionProcessor' }, /LlavaOnevisionProcessor/],
    [
      { processor_class: 'LlavaProcessor', image_processor_type: 'PixtralImageProcessor' },
      /LlavaProcessor with Pixtral/,
    ],
    [{}, /none is named/],
  ])('%j is not guessed at', (source, reason) => {
    expect(reasonOf(source)).toMatch(reason);
  });
});

describe('the files of a model folder', () => {
  it('of old releases keep the image settings in preprocessor_config.json', () => {
    const source = fromFiles({
      processorConfig: { processor_class: 'LlavaProcessor', patch_size: 14, vision_feature_select_strategy: 'default' },
      preprocessorConfig: {
        image_processor_type: 'CLIPImageProcessor',
        size: { shortest_edge: 336 },
        crop_size: { height: 336, width: 336 },
      },
    });
    expect(tokensOf(source, 640, 480)).toBe(575);
  });

  it('of Qwen2-VL as released have one file, with its limits twice', () => {
    const size = { min_pixels: 3136, max_pixels: 12_845_056 };
    const source = fromFiles({
      preprocessorConfig: {
        processor_class: 'Qwen2VLProcessor',
        image_processor_type: 'Qwen2VLImageProcessor',
        size,
        ...size,
      },
    });
    expect(tokensOf(source, 4000, 4000)).toBe(16_384);
  });

  it('of transformers 5 nest the image processor, and that wins over a stale preprocessor_config.json', () => {
    const nested = {
      image_processor_type: 'Qwen2VLImageProcessor',
      size: { shortest_edge: 784, longest_edge: 7056 },
      do_resize: null,
    };
    const stale = { image_processor_type: 'Qwen2VLImageProcessor', min_pixels: 200_704 };
    const source = fromFiles({
      processorConfig: { processor_class: 'Qwen2_5_VLProcessor', image_processor: nested },
      preprocessorConfig: stale,
    });
    expect(tokensOf(source, 300, 200)).toBe(6);
  });

  it('may be missing: then nothing is claimed', () => {
    expect(reasonOf(fromFiles({}))).toMatch(/none is named/);
    expect(processorSource({ processorConfig: [1] })).toMatchObject({ ok: false });
  });

  it('of a Gemma 3 with do_pan_and_scan have no effect, and that is said', () => {
    const image = { image_processor_type: 'Gemma3ImageProcessor', do_pan_and_scan: true };
    const read = readProcessor({ processor_class: 'Gemma3Processor', image_processor: image });
    expect(read).toMatchObject({ ok: true, value: { ignoredSettings: [{ key: 'do_pan_and_scan' }] } });
    const called = readProcessor({
      processor_class: 'Gemma3Processor',
      image_processor: image,
      images_kwargs: { do_pan_and_scan: true },
    });
    expect(called).toMatchObject({ ok: true, value: { ignoredSettings: [] } });
  });
});

describe('settings that cannot be', () => {
  it.each([
    [{ processor_class: 'Qwen2VLProcessor', patch_size: 0 }, /^patch_size: /],
    [{ processor_class: 'Qwen2VLProcessor', size: { shortest_edge: -1, longest_edge: 10 } }, /^size/],
    [{ processor_class: 'Qwen2VLProcessor', max_pixels: 1e300 }, /^max_pixels: /],
    [{ processor_class: 'Gemma4Processor', max_soft_tokens: 100 }, /^max_soft_tokens: must be one of 70/],
    [{ processor_class: 'Gemma3Processor', image_seq_length: '256' }, /^image_seq_length: /],
    [{ processor_class: 'LlavaNextProcessor', image_grid_pinpoints: [[1]] }, /^image_grid_pinpoints/],
    [{ processor_class: 'Qwen2VLProcessor', image_processor: 'x' }, /^image_processor: /],
  ])('%j is refused with the key', (source, reason) => {
    expect(reasonOf(source)).toMatch(reason);
  });

  it('and those that would write gigabytes are not followed', () => {
    expect(tokensOf({ processor_class: 'Idefics3Processor', image_seq_len: 60_000_000 }, 100, 100)).toBe('CannotTell');
    expect(
      tokensOf(
        { processor_class: 'PixtralProcessor', patch_size: 1, size: { longest_edge: 60_000_000 } },
        10_000,
        10_000,
      ),
    ).toBe('CannotTell');
    expect(tokensOf({ processor_class: 'Gemma3Processor', image_seq_length: 60_000_000 }, 100, 100)).toBe('CannotTell');
    const llava = { processor_class: 'LlavaProcessor', patch_size: 1, do_resize: false, do_center_crop: false };
    expect(tokensOf(llava, 10_000, 10_000)).toBe('CannotTell');
    expect(tokensOf({ ...llava, do_resize: true, size: 60_000_000 }, 10, 10)).toBe('CannotTell');
  });
});

it('an image of any size has as many tokens as its text writes, for every family', () => {
  const sources = [
    { processor_class: 'Qwen2VLProcessor' },
    { processor_class: 'Gemma3Processor', image_seq_length: 4, images_kwargs: { do_pan_and_scan: true } },
    { processor_class: 'Gemma4Processor', max_soft_tokens: 70 },
    { processor_class: 'Idefics3Processor', image_seq_len: 3 },
    { processor_class: 'LlavaProcessor', patch_size: 14 },
    { processor_class: 'LlavaNextProcessor', patch_size: 14 },
    { processor_class: 'PixtralProcessor' },
  ];
  const side = fc.integer({ min: 1, max: 5_000 });
  fc.assert(
    fc.property(fc.constantFrom(...sources), side, side, (source, width, height) => {
      const read = readProcessor(source);
      if (!read.ok) throw new Error(read.problem.reason);
      const made = read.value.expand({ width, height });
      const [counted = ''] = read.value.countedTokens;
      if (made.ok) expect(made.value.text.split(counted).length - 1).toBe(made.value.tokens);
      else expect(made.problem.type).toBe('ValueError');
    }),
    { numRuns: 300 },
  );
});
