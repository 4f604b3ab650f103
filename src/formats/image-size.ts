import { failed, ok, type Result } from '../lib/result.ts';
import { IMAGE_HEAD_BYTES } from './image-head-bytes.ts';
import { bmpSize } from './image-size-bmp.ts';
import { gifSize } from './image-size-gif.ts';
import { jpegSize } from './image-size-jpeg.ts';
import { pngSize } from './image-size-png.ts';
import type { StoredSize } from './image-size-stored.ts';
import { webpSize } from './image-size-webp.ts';

export type ImageKind = 'png' | 'jpeg' | 'webp' | 'gif' | 'bmp';

export interface ImageSize {
  readonly kind: ImageKind;
  /** In pixels, upright: as `PIL.ImageOps.exif_transpose` leaves the image. */
  readonly width: number;
  readonly height: number;
  /** Whether the orientation swapped the sides of what is stored. */
  readonly turned: boolean;
}

/** Pillow refuses more than twice `Image.MAX_IMAGE_PIXELS` as a decompression bomb, which is an error for the trainer too. */
const MAX_PIXELS = 178_956_970;

const HEADERS: readonly (readonly [
  ImageKind,
  readonly (number | undefined)[],
  (bytes: Uint8Array) => Result<StoredSize>,
])[] = [
  ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], pngSize],
  ['jpeg', [0xff, 0xd8, 0xff], jpegSize],
  ['gif', [0x47, 0x49, 0x46, 0x38], gifSize],
  ['bmp', [0x42, 0x4d], bmpSize],
  ['webp', [0x52, 0x49, 0x46, 0x46, undefined, undefined, undefined, undefined, 0x57, 0x45, 0x42, 0x50], webpSize],
];

/**
 * Size of an image from the beginning of its file (`IMAGE_HEAD_BYTES` are enough), as the trainer sees it: `datasets.Image` and
 * transformers' `load_image` both turn the image by its EXIF orientation (datasets/features/image.py:194, image_utils.py:510).
 * The kind is told from the first bytes, never from a name. No pixel is decoded. Damaged and unknown files are failures.
 */
export function imageSize(bytes: Uint8Array): Result<ImageSize> {
  if (bytes.length === 0) return failed('the image is empty (0 bytes)');
  const header = HEADERS.find(([, magic]) => startsWith(bytes, magic));
  if (!header) return failed('the first bytes are not those of a PNG, JPEG, WebP, GIF or BMP image', { offset: 0 });
  const [kind, , read] = header;
  const stored = read(bytes.subarray(0, IMAGE_HEAD_BYTES));
  return stored.ok ? upright(kind, stored.value) : stored;
}

function startsWith(bytes: Uint8Array, magic: readonly (number | undefined)[]): boolean {
  return bytes.length >= magic.length && magic.every((byte, at) => byte === undefined || bytes[at] === byte);
}

function upright(kind: ImageKind, stored: StoredSize): Result<ImageSize> {
  const { width, height, orientation } = stored;
  if (width < 1 || height < 1) return failed(`the ${kind} header says ${width} × ${height} pixels`);
  if (width * height > MAX_PIXELS) {
    return failed(`the ${kind} header says ${width} × ${height} pixels; Pillow refuses more than ${MAX_PIXELS} pixels`);
  }
  if (orientation === 'unseen' && width !== height) {
    return failed(
      `the ${kind} file has EXIF data behind the bytes that were read, and its orientation decides width and height`,
    );
  }
  const turned = typeof orientation === 'number' && orientation >= 5 && orientation <= 8;
  return ok(turned ? { kind, width: height, height: width, turned } : { kind, width, height, turned });
}
