import * as v from 'valibot';
import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from '../trl/fail.ts';
import type { ProcessorFields } from './processor-fields.ts';
import { readSettings } from './read-settings.ts';
import { repeatedToken } from './repeated-token.ts';
import { roundHalfEven } from './round-half-even.ts';
import { settings } from './setting-schemas.ts';
import type { PixelSize, VisionProcessor } from './vision-processor.ts';

const { flag, square, token, whole } = settings;

// Defaults of Qwen2VLImageProcessor in code; the released models' files say more pixels.
const schema = v.object({
  size: v.nullish(square, { shortest_edge: 56 * 56, longest_edge: 28 * 28 * 1280 }),
  min_pixels: v.nullish(whole),
  max_pixels: v.nullish(whole),
  patch_size: v.nullish(whole, 14),
  merge_size: v.nullish(whole, 2),
  do_resize: v.nullish(flag, true),
});
const ownSchema = v.object({
  image_token: v.nullish(token, '<|image_pad|>'),
  video_token: v.nullish(token, '<|video_pad|>'),
});
type Settings = v.InferOutput<typeof schema>;

// The released models refuse nothing milder; `smart_resize` names this number.
const MOST_ELONGATED = 200;

function smartResize({ width, height }: PixelSize, factor: number, limits: { min: number; max: number }): PixelSize {
  const w = roundHalfEven(width / factor) * factor;
  const h = roundHalfEven(height / factor) * factor;
  if (w * h > limits.max) {
    const beta = Math.sqrt((height * width) / limits.max);
    const shrink = (side: number): number => Math.max(factor, Math.floor(side / beta / factor) * factor);
    return { width: shrink(width), height: shrink(height) };
  }
  if (w * h < limits.min) {
    const beta = Math.sqrt(limits.min / (height * width));
    const grow = (side: number): number => Math.ceil((side * beta) / factor) * factor;
    return { width: grow(width), height: grow(height) };
  }
  return { width: w, height: h };
}

/** Size after resizing: sides are multiples of patch × merge, the area lies between the two pixel counts. */
function resized(size: PixelSize, given: Settings): Result<PixelSize, TrainerFailure> {
  const factor = given.patch_size * given.merge_size;
  if (!given.do_resize) {
    // numpy's class of error, that of the Pillow backend; torch says RuntimeError.
    if (size.width >= factor && size.height >= factor && size.width % factor === 0 && size.height % factor === 0)
      return ok(size);
    return fail(
      'ValueError',
      `With do_resize off the sides must be multiples of ${factor}; the image has ${size.width} × ${size.height}.`,
    );
  }
  // `min_pixels` and `max_pixels` override `size` since they are older (image_processing_qwen2_vl.py, __init__).
  const min = given.min_pixels ?? given.size.shortest_edge;
  const max = given.max_pixels ?? given.size.longest_edge;
  if (!min || !max) return fail('ValueError', "`size` must contain 'shortest_edge' and 'longest_edge' (pixel counts).");
  const ratio = Math.max(size.width, size.height) / Math.min(size.width, size.height);
  if (ratio > MOST_ELONGATED) {
    return fail(
      'ValueError',
      `absolute aspect ratio must be smaller than 200, got ${ratio}. Leave the image out or crop it.`,
    );
  }
  return ok(smartResize(size, factor, { min, max }));
}

/**
 * Qwen2-VL, Qwen2.5-VL, Qwen3-VL: one token per patch × merge square of the resized image (qwen2_vl/image_processing_qwen2_vl.py,
 * `smart_resize`; processing_qwen2_vl.py). The three differ in settings alone. Videos are not expanded.
 */
export function qwenVl(fields: ProcessorFields): Result<VisionProcessor> {
  const image = readSettings(schema, fields.image);
  if (!image.ok) return image;
  const own = readSettings(ownSchema, fields.own);
  if (!own.ok) return own;
  const given = image.value;
  const { image_token: placeholder, video_token: videoToken } = own.value;
  return ok({
    family: 'qwen-vl',
    placeholder,
    countedTokens: [placeholder, videoToken],
    mediaTokens: ['<|vision_start|>', '<|vision_end|>', placeholder, videoToken],
    neededTokens: [placeholder],
    comparison: 'none',
    ignoredSettings: [],
    expand: (size) => {
      const to = resized(size, given);
      if (!to.ok) return to;
      const side = given.patch_size * given.merge_size;
      return repeatedToken(placeholder, (to.value.width / side) * (to.value.height / side));
    },
  });
}
