import * as v from 'valibot';
import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from '../trl/fail.ts';
import { MAX_IMAGE_TOKENS } from './max-image-tokens.ts';
import type { ProcessorFields } from './processor-fields.ts';
import { readSettings } from './read-settings.ts';
import { settings } from './setting-schemas.ts';
import type { PixelSize, VisionProcessor } from './vision-processor.ts';

const { flag, square, token, whole } = settings;

const schema = v.object({ size: v.nullish(square, { longest_edge: 1024 }), do_resize: v.nullish(flag, true) });
const side = v.union([
  whole,
  v.pipe(
    v.object({ height: whole, width: whole }),
    v.check(({ height, width }) => height === width, 'height and width must be the same'),
    v.transform(({ height }) => height),
  ),
]);
const ownSchema = v.object({
  patch_size: v.nullish(side, 16),
  spatial_merge_size: v.nullish(whole, 1),
  image_token: v.nullish(token, '[IMG]'),
  image_break_token: v.nullish(token, '[IMG_BREAK]'),
  image_end_token: v.nullish(token, '[IMG_END]'),
});
type Settings = v.InferOutput<typeof schema>;

/** Rows and columns of patches: scaled down to the limit with floor, then each side up to whole patches. */
function grid(size: PixelSize, given: Settings, patch: number): Result<PixelSize, TrainerFailure> {
  if (!given.do_resize) return ok({ width: Math.floor(size.width / patch), height: Math.floor(size.height / patch) });
  const maxHeight = given.size.longest_edge ?? given.size.height;
  const maxWidth = given.size.longest_edge ?? given.size.width;
  if (!maxHeight || !maxWidth)
    return fail('ValueError', "size must contain either 'longest_edge' or 'height' and 'width'.");
  const ratio = Math.max(size.height / maxHeight, size.width / maxWidth);
  const scaled = (length: number): number => (ratio > 1 ? Math.floor(length / ratio) : length);
  return ok({ width: Math.ceil(scaled(size.width) / patch), height: Math.ceil(scaled(size.height) / patch) });
}

/**
 * Pixtral, and Mistral Small 3.1 and later, which use its processor: one token per patch, a break after each row of them, an end after
 * the last (pixtral/processing_pixtral.py, image_processing_pixtral.py). The patch is `patch_size` × `spatial_merge_size` of the
 * processor; what the image processor's own file says of it is overridden.
 */
export function pixtral(fields: ProcessorFields): Result<VisionProcessor> {
  const image = readSettings(schema, fields.image);
  if (!image.ok) return image;
  const own = readSettings(ownSchema, fields.own);
  if (!own.ok) return own;
  const { image_break_token: rowEnd, image_end_token: end, image_token: placeholder } = own.value;
  const patch = own.value.patch_size * own.value.spatial_merge_size;
  return ok({
    family: 'pixtral',
    placeholder,
    countedTokens: [placeholder],
    mediaTokens: [placeholder, rowEnd, end],
    neededTokens: [placeholder, rowEnd, end],
    comparison: 'none',
    ignoredSettings: [],
    expand: (size) => {
      const cells = grid(size, image.value, patch);
      if (!cells.ok) return cells;
      const { height, width } = cells.value;
      if (width < 1 || height < 1) {
        return fail(
          'ValueError',
          `An image of ${size.width} × ${size.height} pixels has a side that scales down to nothing.`,
        );
      }
      if ((width + 1) * height > MAX_IMAGE_TOKENS)
        return fail('CannotTell', `${width * height} image tokens are more than Lockstep writes out.`);
      const row = placeholder.repeat(width);
      return ok({ text: `${Array.from({ length: height }, () => row).join(rowEnd)}${end}`, tokens: width * height });
    },
  });
}
