import { base64Head } from '../../formats/base64-head.ts';
import { IMAGE_HEAD_BYTES } from '../../formats/image-head-bytes.ts';
import { imageSize } from '../../formats/image-size.ts';
import { isRecord } from '../../formats/is-record.ts';
import type { Row, RowValue } from '../../formats/row-value.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from '../trl/fail.ts';
import { pythonTypeName } from '../trl/python-type-name.ts';
import type { PixelSize } from './vision-processor.ts';

/** Opens an image that a row names. The beginning of the file is enough (`IMAGE_HEAD_BYTES`); undefined when there is none. */
export type ReadImage = (path: string) => Promise<Uint8Array | undefined> | Uint8Array | undefined;

type Sized = Result<PixelSize, TrainerFailure>;

// Above any context length in tokens, each image taking at least one.
const MAX_IMAGES = 10_000;
// A path is at most 4,096 bytes long on the systems that trainers run on; longer text can only be base64.
const MAX_PATH = 4_096;
// Pillow refuses larger images, and processors multiply the sides.
const MAX_SIDE = 178_956_970;

function fromBytes(bytes: Uint8Array, name: string): Sized {
  const size = imageSize(bytes);
  if (size.ok) return ok({ width: size.value.width, height: size.value.height });
  return fail(
    'CannotTell',
    `${name} cannot be read: ${size.problem.reason}. Its image tokens cannot be counted; replace the image.`,
  );
}

async function fromPath(path: string, readImage: ReadImage | undefined): Promise<Sized | undefined> {
  if (path.length > MAX_PATH || path === '') return undefined;
  const bytes = await readImage?.(path);
  return bytes ? fromBytes(bytes, `The image ${path}`) : undefined;
}

/** A text as transformers' `load_image` takes it: an address, a file that exists, or else base64 (image_utils.py:470). */
async function fromText(text: string, readImage: ReadImage | undefined): Promise<Sized> {
  if (text.startsWith('http://') || text.startsWith('https://')) {
    return fail(
      'CannotTell',
      `The image is at ${text.slice(0, 100)}, and Lockstep fetches nothing. Store the image beside the data.`,
    );
  }
  const found = await fromPath(text, readImage);
  if (found) return found;
  const encoded = text.startsWith('data:image/') ? (text.split(',', 2)[1] ?? '') : text;
  const size = imageSize(base64Head(encoded, IMAGE_HEAD_BYTES));
  if (size.ok) return ok({ width: size.value.width, height: size.value.height });
  const shown = JSON.stringify(text.slice(0, 100));
  return fail(
    'CannotTell',
    `The image ${shown} is neither a file that can be opened nor base64 of an image. Check the path, from the folder the trainer runs in.`,
  );
}

function fromSides({ height, width }: { readonly [key: string]: RowValue }): Sized {
  const isSide = (side: RowValue | undefined): side is number =>
    typeof side === 'number' && Number.isInteger(side) && side >= 1 && side <= MAX_SIDE;
  if (isSide(width) && isSide(height) && width * height <= MAX_SIDE) return ok({ width, height });
  return fail(
    'CannotTell',
    `An image is said to have ${String(width)} × ${String(height)} pixels, which cannot be. Give whole numbers of pixels.`,
  );
}

/** Size of one image, of whatever the data set holds for it. */
async function sizeOf(value: RowValue, readImage: ReadImage | undefined): Promise<Sized> {
  if (value instanceof Uint8Array) return fromBytes(value, 'An image in the data');
  if (typeof value === 'string') return fromText(value, readImage);
  if (!isRecord(value)) {
    return fail(
      'TypeError',
      `An image is ${pythonTypeName(value)}, and the processor takes pictures, paths and addresses only. Drop the row or give it an image.`,
    );
  }
  if (value.bytes instanceof Uint8Array) {
    return fromBytes(value.bytes, typeof value.path === 'string' ? `The image ${value.path}` : 'An image in the data');
  }
  if (typeof value.path === 'string') {
    const found = await fromPath(value.path, readImage);
    return (
      found ??
      fail(
        'CannotTell',
        `The image ${value.path} cannot be opened. Check the path, from the folder the trainer runs in.`,
      )
    );
  }
  if (value.width !== undefined || value.height !== undefined) return fromSides(value);
  return fail(
    'CannotTell',
    'An image has neither bytes nor a path. Its image tokens cannot be counted; give it one of them.',
  );
}

/**
 * Sizes of a row's images. `scalar` says that the batch's first row has the column `image`, which TRL then takes from every row
 * (`example.pop("image")`). Files are opened through `readImage` alone; nothing is decoded or fetched.
 */
export async function rowImages(
  row: Row,
  scalar: boolean,
  readImage: ReadImage | undefined,
): Promise<Result<readonly PixelSize[], TrainerFailure>> {
  const column = scalar ? 'image' : 'images';
  const cell = row[column];
  if (cell === undefined)
    return fail('KeyError', `'${column}'. Give every row the same image column; an empty list stands for no image.`);
  const given = scalar ? [cell] : cell;
  if (!Array.isArray(given)) {
    return fail(
      'TypeError',
      `The column images holds ${pythonTypeName(cell)}, not a list. Put the image into a list, or call the column image.`,
    );
  }
  if (given.length > MAX_IMAGES)
    return fail('CannotTell', `A row has ${given.length} images; more than ${MAX_IMAGES} are not counted.`);
  const sizes: PixelSize[] = [];
  for (const value of given) {
    const size = await sizeOf(value, readImage);
    if (!size.ok) return size;
    sizes.push(size.value);
  }
  return ok(sizes);
}
