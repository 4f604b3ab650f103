import * as v from 'valibot';
import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from '../trl/fail.ts';
import { llavaOwnSettings } from './llava-own-settings.ts';
import type { ProcessorFields } from './processor-fields.ts';
import { readSettings } from './read-settings.ts';
import { repeatedToken } from './repeated-token.ts';
import { resizedSize } from './resized-size.ts';
import { settings } from './setting-schemas.ts';
import type { PixelSize, VisionProcessor } from './vision-processor.ts';

const { flag, shortestEdge, square } = settings;

const schema = v.object({
  size: v.nullish(shortestEdge, { shortest_edge: 224 }),
  crop_size: v.nullish(square, { height: 224, width: 224 }),
  do_pad: v.nullish(flag, false),
  do_resize: v.nullish(flag, true),
  do_center_crop: v.nullish(flag, true),
});
type Settings = v.InferOutput<typeof schema>;

// LLaVA models with a SigLIP tower keep its image processor, which squares and never crops.
const siglipSchema = v.object({
  ...schema.entries,
  size: v.nullish(square, { height: 224, width: 224 }),
  do_center_crop: v.nullish(flag, false),
});

/** Size of the pixels the model gets: squared, resized, cropped, as far as the settings say. A crop pads what is too small. */
function processedSize(size: PixelSize, given: Settings): Result<PixelSize, TrainerFailure> {
  const side = Math.max(size.width, size.height);
  const padded = given.do_pad ? { width: side, height: side } : size;
  const scaled = given.do_resize ? resizedSize(padded, given.size) : ok(padded);
  if (!scaled.ok || !given.do_center_crop) return scaled;
  const { height, width } = given.crop_size;
  if (!height || !width) return fail('ValueError', "`crop_size` must have keys 'height' and 'width'.");
  return ok({ width, height });
}

/**
 * LLaVA 1.5: one token per patch, plus the vision tower's extra tokens, less one when the class token is dropped
 * (llava/processing_llava.py, image_processing_llava.py). `patch_size` and its companions live in processor_config.json.
 */
export function llava(fields: ProcessorFields): Result<VisionProcessor> {
  const image = readSettings(/^Siglip/.test(fields.imageType ?? '') ? siglipSchema : schema, fields.image);
  if (!image.ok) return image;
  const own = readSettings(llavaOwnSettings, fields.own);
  if (!own.ok) return own;
  const { image_token: placeholder, num_additional_image_tokens: extra, patch_size: patch } = own.value;
  const dropped = own.value.vision_feature_select_strategy === 'default' ? 1 : 0;
  return ok({
    family: 'llava',
    placeholder,
    countedTokens: [placeholder],
    mediaTokens: [placeholder],
    neededTokens: [placeholder],
    comparison: 'none',
    ignoredSettings: [],
    expand: (size) => {
      const to = processedSize(size, image.value);
      if (!to.ok) return to;
      if (!patch)
        return fail(
          'TypeError',
          'The processor has no patch_size, so it cannot count image tokens. Set it in processor_config.json.',
        );
      const patches = Math.floor(to.value.height / patch) * Math.floor(to.value.width / patch);
      return repeatedToken(placeholder, patches + extra - dropped);
    },
  });
}
