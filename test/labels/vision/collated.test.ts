import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readLabelConfig } from '../../../src/labels/label-config.ts';
import { predictVisionLabels } from '../../../src/labels/vision/predict-vision-labels.ts';
import { loadTokenizer } from '../../../src/tokenizer/load-tokenizer.ts';

type Side = [width: number, height: number];
interface GivenRow extends Record<string, unknown> {
  readonly image?: Side | null;
  readonly images?: readonly Side[] | null;
}
/** How many tokens have no loss, then the ids, runs of one id as [id, count]. */
type Collated = readonly [masked: number, ...ids: (number | [number, number])[]];
interface Block {
  readonly family: string;
  readonly processor: Record<string, unknown>;
  readonly tokenizer: unknown;
  readonly template: string;
  readonly stories: readonly [
    name: string,
    rows: readonly GivenRow[],
    options: Record<string, unknown>,
    expected: string | Collated[],
  ][];
}

// Written by make_fixtures.py from TRL 1.13.0's collator and the processors of transformers 5.18.0.
const blocks = JSON.parse(readFileSync(new URL('collated.json', import.meta.url), 'utf8')) as Block[];

const sized = (size: Side | null) => size && { width: size[0], height: size[1] };
const withImages = ({ image, images, ...rest }: GivenRow) =>
  ({
    ...rest,
    ...(image === undefined ? {} : { image: sized(image) }),
    ...(images === undefined ? {} : { images: images?.map(sized) ?? null }),
    // biome-ignore lint/suspicious/noExplicitAny: rows of a fixture, wrong ones among them
  }) as any;
const expanded = ([masked, ...runs]: Collated) => {
  const inputIds = runs.flatMap((run) =>
    typeof run === 'number' ? [run] : Array.from({ length: run[1] }, () => run[0]),
  );
  return { inputIds, labels: inputIds.map((id, at) => (at < masked ? -100 : id)) };
};

for (const [index, block] of blocks.entries()) {
  describe(`${block.family} ${index}`, () => {
    const tokenizer = loadTokenizer({ tokenizerJson: block.tokenizer });
    it.each(block.stories)('%s', async (_, rows, given, expected) => {
      // The collator's own default, which the trainer always replaces.
      const options = { completion_only_loss: false, ...given };
      const settings = readLabelConfig(options);
      if (!settings.ok) throw new Error(settings.problem.reason);
      const outcome = await predictVisionLabels({
        rows: rows.map(withImages),
        tokenizer,
        specialTokens: { bos_token: '<bos>', eos_token: '<|im_end|>', pad_token: '<pad>' },
        chatTemplate: block.template,
        config: settings.value.config,
        arguments: options,
        trainer: { name: 'trl', version: '1.13.0', transformers: '5.18.0' },
        processor: block.processor,
      });
      if (typeof expected === 'string')
        expect('error' in outcome ? outcome.error.type : outcome.rows).toEqual(expected);
      else expect('error' in outcome ? outcome.error : outcome.rows).toEqual(expected.map(expanded));
    });
  });
}
