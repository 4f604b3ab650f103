import * as v from 'valibot';
import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from '../trl/fail.ts';
import { llavaOwnSettings } from './llava-own-settings.ts';
import type { ProcessorFields } from './processor-fields.ts';
import { readSettings } from './read-settings.ts';
import { repeatedToken } from './repeated-token.ts';
import { settings } from './setting-schemas.ts';
import type { PixelSize, VisionProcessor } from './vision-processor.ts';

const { flag, pairs, shortestEdge, square } = settings;

// image_grid_pinpoints of LlavaNextImageProcessor, [height, width] each.
const PINPOINTS: [number, number][] = [
  [336, 672],
  [672, 336],
  [672, 672],
  [1008, 336],
  [336, 1008],
];

const schema = v.object({
  size: v.nullish(shortestEdge, { shortest_edge: 224 }),
  crop_size: v.nullish(square, { height: 224, width: 224 }),
  do_center_crop: v.nullish(flag, true),
  image_grid_pinpoints: v.nullish(pairs, PINPOINTS),
});
type Settings = v.InferOutput<typeof schema>;
type Own = v.InferOutput<typeof llavaOwnSettings>;

/** Size of one tile as the model gets it. */
function tileSize(given: Settings): PixelSize | undefined {
  const { crop_size: crop, size } = given;
  if (given.do_center_crop) return crop.height && crop.width ? { width: crop.width, height: crop.height } : undefined;
  if (size.height && size.width) return { width: size.width, height: size.height };
  return size.shortest_edge ? { width: size.shortest_edge, height: size.shortest_edge } : undefined;
}

/** The resolution that keeps most of the image and, among those, wastes least (`select_best_resolution`). */
function bestResolution(
  { width, height }: PixelSize,
  choices: Settings['image_grid_pinpoints'],
): PixelSize | undefined {
  let best: PixelSize | undefined;
  let kept = 0;
  let wasted = Number.POSITIVE_INFINITY;
  for (const [h, w] of choices) {
    const scale = Math.min(w / width, h / height);
    const effective = Math.min(Math.trunc(width * scale) * Math.trunc(height * scale), width * height);
    const waste = w * h - effective;
    if (effective < kept || (effective === kept && waste >= wasted)) continue;
    [best, kept, wasted] = [{ width: w, height: h }, effective, waste];
  }
  return best;
}

/** `int(round(x, 7))`: only values a hair below a whole number are rounded up by it, so ties of the seventh digit do not matter. */
const whole7 = (value: number): number => Math.trunc(Number(value.toFixed(7)));

/** Features that remain when the padding is cut off again, and one line break per row (`_get_unpadded_features`). */
function unpadded(original: PixelSize, grid: PixelSize): number {
  let { height, width } = grid;
  if (original.width / original.height > width / height) {
    height -= Math.floor((height - whole7(original.height * (width / original.width))) / 2) * 2;
  } else {
    width -= Math.floor((width - whole7(original.width * (height / original.height))) / 2) * 2;
  }
  return height * width + height;
}

function tokenCount(size: PixelSize, given: Settings, own: Own): Result<number, TrainerFailure> {
  const tile = tileSize(given);
  if (!tile) return fail('ValueError', "`size` needs 'shortest_edge' or both sides, and `crop_size` both sides.");
  const best = bestResolution(size, given.image_grid_pinpoints);
  if (!best) return fail('TypeError', 'No entry of image_grid_pinpoints fits the image.');
  if (!own.patch_size) {
    return fail(
      'TypeError',
      'The processor has no patch_size, so it cannot count image tokens. Set it in processor_config.json.',
    );
  }
  const rows = Math.floor(tile.height / own.patch_size);
  const columns = Math.floor(tile.width / own.patch_size);
  const grid = {
    width: columns * Math.floor(best.width / tile.width),
    height: rows * Math.floor(best.height / tile.height),
  };
  if (grid.height === 0) {
    return fail(
      'ZeroDivisionError',
      `The resolution ${best.width} × ${best.height} is smaller than a tile of ${tile.width} × ${tile.height}.`,
    );
  }
  const dropped = own.vision_feature_select_strategy === 'default' ? 1 : 0;
  return ok(unpadded(size, grid) + rows * columns + own.num_additional_image_tokens - dropped);
}

/**
 * LLaVA-NeXT: the features of the tiles without padding, a line break per row of them, and those of the whole image
 * (llava_next/processing_llava_next.py, `_get_number_of_features`; image_processing_utils.py, `select_best_resolution`).
 */
export function llavaNext(fields: ProcessorFields): Result<VisionProcessor> {
  const image = readSettings(schema, fields.image);
  if (!image.ok) return image;
  const own = readSettings(llavaOwnSettings, fields.own);
  if (!own.ok) return own;
  const placeholder = own.value.image_token;
  return ok({
    family: 'llava-next',
    placeholder,
    countedTokens: [placeholder],
    mediaTokens: [placeholder],
    neededTokens: [placeholder],
    comparison: 'none',
    ignoredSettings: [],
    expand: (size) => {
      const tokens = tokenCount(size, image.value, own.value);
      return tokens.ok ? repeatedToken(placeholder, tokens.value) : tokens;
    },
  });
}
