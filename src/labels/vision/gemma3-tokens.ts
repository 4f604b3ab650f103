import * as v from 'valibot';
import { ok, type Result } from '../../lib/result.ts';
import { fail } from '../trl/fail.ts';
import { MAX_IMAGE_TOKENS } from './max-image-tokens.ts';
import type { ProcessorFields } from './processor-fields.ts';
import { readSettings } from './read-settings.ts';
import { settings } from './setting-schemas.ts';
import type { PixelSize, VisionProcessor } from './vision-processor.ts';

const { flag, ratio, token, whole } = settings;

const ownSchema = v.object({
  image_seq_length: v.nullish(whole, 256),
  boi_token: v.nullish(token, '<start_of_image>'),
  eoi_token: v.nullish(token, '<end_of_image>'),
  image_token: v.nullish(token, '<image_soft_token>'),
});
// Defaults of Gemma3ProcessorKwargs, which stand in every call and so beat what the image processor's file says.
const panSchema = v.object({
  do_pan_and_scan: v.nullish(flag, false),
  pan_and_scan_min_crop_size: v.nullish(whole, 256),
  pan_and_scan_max_num_crops: v.nullish(whole, 4),
  pan_and_scan_min_ratio_to_activate: v.nullish(ratio, 1.2),
});
const ignoredSchema = v.object({ do_pan_and_scan: v.nullish(flag, false) });
type PanAndScan = v.InferOutput<typeof panSchema>;

/** Crops of pan-and-scan: a row of them along the longer side, none for images that are not elongated or too small. */
function cropCount({ width, height }: PixelSize, pan: PanAndScan): number {
  if (!pan.do_pan_and_scan) return 0;
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  if (long / short < pan.pan_and_scan_min_ratio_to_activate) return 0;
  const fitting = Math.min(Math.floor(long / pan.pan_and_scan_min_crop_size), Math.floor(long / short + 0.5));
  const crops = Math.min(pan.pan_and_scan_max_num_crops, Math.max(2, fitting));
  return Math.min(Math.ceil(long / crops), short) < pan.pan_and_scan_min_crop_size ? 0 : crops;
}

/**
 * Gemma 3: a fixed number of tokens per image and per crop, with line breaks and a sentence around them
 * (gemma3/processing_gemma3.py, image_processing_gemma3.py). `do_pan_and_scan` in preprocessor_config.json has no effect: the
 * processor passes its own default, false, with every call; only `images_kwargs` of a call turn it on.
 */
export function gemma3(fields: ProcessorFields): Result<VisionProcessor> {
  const own = readSettings(ownSchema, fields.own);
  if (!own.ok) return own;
  const pan = readSettings(panSchema, fields.call);
  if (!pan.ok) return pan;
  const inFile = readSettings(ignoredSchema, fields.image);
  if (!inFile.ok) return inFile;
  const { boi_token: boi, eoi_token: eoi, image_seq_length: length, image_token: soft } = own.value;
  const ignored = inFile.value.do_pan_and_scan && !pan.value.do_pan_and_scan;
  return ok({
    family: 'gemma3',
    placeholder: boi,
    countedTokens: [soft],
    mediaTokens: [boi, eoi, soft],
    neededTokens: [boi, eoi, soft],
    comparison: 'unless-no-images',
    ignoredSettings: ignored
      ? [{ key: 'do_pan_and_scan', because: 'Gemma3Processor passes do_pan_and_scan=False with every call' }]
      : [],
    expand: (size) => {
      const crops = cropCount(size, pan.value);
      const tokens = length * (1 + crops);
      if (tokens > MAX_IMAGE_TOKENS)
        return fail('CannotTell', `image_seq_length ${length} is more than Lockstep writes out.`);
      const one = `\n\n${boi}${soft.repeat(length)}${eoi}\n\n`;
      const text =
        crops === 0
          ? one
          : `Here is the original image ${one} and here are some crops to help you see better ${Array.from({ length: crops }, () => one).join(' ')}`;
      return ok({ text, tokens });
    },
  });
}
