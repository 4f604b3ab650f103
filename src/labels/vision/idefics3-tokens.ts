import * as v from 'valibot';
import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from '../trl/fail.ts';
import { MAX_IMAGE_TOKENS } from './max-image-tokens.ts';
import type { ProcessorFields } from './processor-fields.ts';
import { readSettings } from './read-settings.ts';
import { settings } from './setting-schemas.ts';
import type { PixelSize, VisionProcessor } from './vision-processor.ts';

const { flag, shortestEdge, square, whole } = settings;

// MAX_IMAGE_SIZE of image_processing_idefics3.py.
const LONGEST_SIDE = 4096;
const FAKE = '<fake_token_around_image>';
const IMAGE = '<image>';
const GLOBAL = '<global-img>';

const schema = v.object({
  size: v.nullish(shortestEdge, { longest_edge: 4 * 364 }),
  max_image_size: v.nullish(square, { longest_edge: 364 }),
  do_resize: v.nullish(flag, true),
  do_image_splitting: v.nullish(flag, true),
});
const ownSchema = v.object({ image_seq_len: v.nullish(whole, 169) });
type Settings = v.InferOutput<typeof schema>;

const even = (side: number): number => side + (side % 2);

/** The longer side becomes `longest`, the other follows and is made even; then both stay below the absolute maximum. */
function rescaled({ width, height }: PixelSize, longest: number): PixelSize {
  const ratio = width / height;
  const wide = width >= height;
  let w = wide ? longest : even(Math.trunc(longest * ratio));
  let h = wide ? even(Math.trunc(longest / ratio)) : longest;
  w = Math.max(w, 1);
  h = Math.max(h, 1);
  const after = w / h;
  if (w >= h && w > LONGEST_SIDE) [w, h] = [LONGEST_SIDE, Math.trunc(LONGEST_SIDE / after)];
  else if (h > w && h > LONGEST_SIDE) [w, h] = [Math.trunc(LONGEST_SIDE * after), LONGEST_SIDE];
  return { width: Math.max(w, 1), height: Math.max(h, 1) };
}

function resized(size: PixelSize, given: Settings): Result<PixelSize, TrainerFailure> {
  if (!given.do_resize) return ok(size);
  const { height, longest_edge: longest, width } = given.size;
  if (longest) return ok(rescaled(size, longest));
  if (height && width) return ok({ width, height });
  return fail('ValueError', "size must be a dictionary with key 'longest_edge' or 'height' and 'width'.");
}

interface Tiles {
  readonly rows: number;
  readonly columns: number;
}

/** Tiles of the image made a multiple of `tile` (`resize_for_vision_encoder`, `split_images`); none when one tile holds it. */
function tilesOf({ width, height }: PixelSize, tile: number): Tiles {
  const ratio = width / height;
  const up = (side: number): number => Math.ceil(side / tile);
  const wide = width >= height;
  const columns = wide ? up(width) : up(Math.trunc(up(height) * tile * ratio));
  const rows = wide ? up(Math.trunc((up(width) * tile) / ratio)) : up(height);
  return rows > 1 || columns > 1 ? { rows, columns } : { rows: 0, columns: 0 };
}

function layout({ columns, rows }: Tiles, length: number): string {
  const images = IMAGE.repeat(length);
  const whole = `${FAKE}${GLOBAL}${images}${FAKE}`;
  if (rows === 0 && columns === 0) return whole;
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
  const lines = numbers(rows).map((row) => {
    const cells = numbers(columns).map((column) => `${FAKE}<row_${row}_col_${column}>${images}`);
    return `${cells.join('')}\n`;
  });
  return `${lines.join('')}\n${whole}`;
}

function expand(size: PixelSize, given: Settings, length: number): ReturnType<VisionProcessor['expand']> {
  const tile = given.max_image_size.longest_edge;
  if (!tile) return fail('KeyError', "`max_image_size` must contain 'longest_edge'.");
  const to = resized(size, given);
  if (!to.ok) return to;
  const tiles = given.do_image_splitting ? tilesOf(to.value, tile) : { rows: 0, columns: 0 };
  if ((tiles.rows === 0) !== (tiles.columns === 0)) {
    return fail('ValueError', `An image of ${size.width} × ${size.height} pixels has a side that rounds to nothing.`);
  }
  const tokens = length * (tiles.rows * tiles.columns + 1);
  if (tokens > MAX_IMAGE_TOKENS) return fail('CannotTell', `${tokens} image tokens are more than Lockstep writes out.`);
  return ok({ text: layout(tiles, length), tokens });
}

/**
 * Idefics3 and SmolVLM: tiles in rows, each with its place, then the whole image (idefics3/processing_idefics3.py,
 * image_processing_idefics3.py; smolvlm the same). `<global-img>` and `<row_r_col_c>` are added to no tokenizer that lacks them.
 */
export function idefics3(fields: ProcessorFields): Result<VisionProcessor> {
  const image = readSettings(schema, fields.image);
  if (!image.ok) return image;
  const own = readSettings(ownSchema, fields.own);
  if (!own.ok) return own;
  return ok({
    family: /^smol/i.test(fields.name ?? '') ? 'smolvlm' : 'idefics3',
    placeholder: IMAGE,
    countedTokens: [IMAGE],
    mediaTokens: [FAKE, IMAGE, GLOBAL],
    neededTokens: [FAKE, IMAGE, '<end_of_utterance>'],
    comparison: 'per-row',
    ignoredSettings: [],
    expand: (size) => expand(size, image.value, own.value.image_seq_len),
  });
}
