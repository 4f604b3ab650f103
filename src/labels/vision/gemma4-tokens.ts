import * as v from 'valibot';
import { failed, ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from '../trl/fail.ts';
import type { ProcessorFields } from './processor-fields.ts';
import { readSettings } from './read-settings.ts';
import { repeatedToken } from './repeated-token.ts';
import { settings } from './setting-schemas.ts';
import type { PixelSize, VisionProcessor } from './vision-processor.ts';

const { flag, token, whole } = settings;

const BUDGETS: readonly number[] = [70, 140, 280, 560, 1120];

const schema = v.object({
  max_soft_tokens: v.nullish(whole, 280),
  patch_size: v.nullish(whole, 16),
  pooling_kernel_size: v.nullish(whole, 3),
  do_resize: v.nullish(flag, true),
});
const ownSchema = v.object({
  boi_token: v.nullish(token, '<|image>'),
  eoi_token: v.nullish(token, '<image|>'),
  image_token: v.nullish(token, '<|image|>'),
  audio_token: v.nullish(token, '<|audio|>'),
});
type Settings = v.InferOutput<typeof schema>;

/** The largest size with the image's proportions that keeps to the budget, in whole pooling cells; a side never falls to nothing. */
function resized({ width, height }: PixelSize, given: Settings): Result<PixelSize, TrainerFailure> {
  const cell = given.pooling_kernel_size * given.patch_size;
  const budget = given.max_soft_tokens * given.pooling_kernel_size ** 2;
  const pixels = budget * given.patch_size ** 2;
  const factor = Math.sqrt(pixels / (height * width));
  let h = Math.floor((factor * height) / cell) * cell;
  let w = Math.floor((factor * width) / cell) * cell;
  const longest = given.max_soft_tokens * cell;
  if (h === 0 && w === 0) return fail('ValueError', 'Attempting to resize to a 0 x 0 image.');
  if (h === 0) {
    h = cell;
    w = Math.min(Math.floor(width / height) * cell, longest);
  } else if (w === 0) {
    w = cell;
    h = Math.min(Math.floor(height / width) * cell, longest);
  }
  if (h * w > pixels)
    return fail('ValueError', `Resizing ${width} × ${height} to ${w} × ${h} exceeds ${budget} patches.`);
  return ok({ width: w, height: h });
}

function asIs(size: PixelSize, patch: number): Result<PixelSize, TrainerFailure> {
  if (size.width % patch === 0 && size.height % patch === 0) return ok(size);
  return fail(
    'ValueError',
    `With do_resize off the sides must be multiples of ${patch}; the image has ${size.width} × ${size.height}.`,
  );
}

/**
 * Gemma 4: patches of the resized image, pooled (gemma4/image_processing_gemma4.py, `get_aspect_ratio_preserving_size`;
 * processing_gemma4.py). The processor adds `<|video|>` to the tokenizer. Audio and video are not expanded.
 */
export function gemma4(fields: ProcessorFields): Result<VisionProcessor> {
  const image = readSettings(schema, fields.image);
  if (!image.ok) return image;
  const own = readSettings(ownSchema, fields.own);
  if (!own.ok) return own;
  const given = image.value;
  if (!BUDGETS.includes(given.max_soft_tokens))
    return failed(`must be one of ${BUDGETS.join(', ')}`, { key: 'max_soft_tokens' });
  const { audio_token: audio, boi_token: boi, eoi_token: eoi, image_token: placeholder } = own.value;
  return ok({
    family: 'gemma4',
    placeholder,
    countedTokens: [placeholder, '<|video|>', audio],
    mediaTokens: [boi, eoi, placeholder, '<|video|>', audio],
    neededTokens: ['<|video|>', boi, eoi, placeholder],
    comparison: 'per-row',
    ignoredSettings: [],
    expand: (size) => {
      const to = given.do_resize ? resized(size, given) : asIs(size, given.patch_size);
      if (!to.ok) return to;
      const patches = Math.floor(to.value.width / given.patch_size) * Math.floor(to.value.height / given.patch_size);
      const soft = repeatedToken(placeholder, Math.floor(patches / given.pooling_kernel_size ** 2));
      return soft.ok ? ok({ text: `${boi}${soft.value.text}${eoi}`, tokens: soft.value.tokens }) : soft;
    },
  });
}
