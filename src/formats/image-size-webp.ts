import { failed, ok, type Result } from '../lib/result.ts';
import { exifOrientation } from './exif-orientation.ts';
import type { StoredSize } from './image-size-stored.ts';
import { xmpOrientation } from './xmp-orientation.ts';

// An animation has a chunk per frame.
const MAX_CHUNKS = 100_000;
const HAS_EXIF = 0x08;
const HAS_XMP = 0x04;

const text = new TextDecoder('latin1');
const EXIF_PREFIX = 'Exif\0\0';

/** Size of the canvas, from the first chunk of any of the three kinds. */
export function webpSize(bytes: Uint8Array): Result<StoredSize> {
  if (bytes.length < 30)
    return failed(`the WebP file ends after ${bytes.length} bytes, inside its header`, { offset: bytes.length });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = text.decode(bytes.subarray(12, 16));
  switch (kind) {
    case 'VP8X': {
      const width = 1 + (view.getUint32(24, true) & 0xffffff);
      const height = 1 + (view.getUint32(26, true) >>> 8);
      return ok({ width, height, orientation: webpOrientation(bytes, view, view.getUint8(20)) });
    }
    case 'VP8 ':
      if (view.getUint16(23) !== 0x9d01 || view.getUint8(25) !== 0x2a)
        return failed('the VP8 frame of the WebP file does not begin as one', { offset: 23 });
      return ok({
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
        orientation: 1,
      });
    case 'VP8L': {
      if (view.getUint8(20) !== 0x2f)
        return failed('the VP8L frame of the WebP file does not begin as one', { offset: 20 });
      const sides = view.getUint32(21, true);
      return ok({ width: 1 + (sides & 0x3fff), height: 1 + ((sides >>> 14) & 0x3fff), orientation: 1 });
    }
    default:
      return failed('the first chunk of the WebP file is none that holds an image', { offset: 12 });
  }
}

function tiffBlock(chunk: Uint8Array): Uint8Array {
  return text.decode(chunk.subarray(0, EXIF_PREFIX.length)) === EXIF_PREFIX
    ? chunk.subarray(EXIF_PREFIX.length)
    : chunk;
}

/** EXIF and XMP come last in a WebP file, so a head of it may announce what it does not show. */
function webpOrientation(bytes: Uint8Array, view: DataView, flags: number): number | 'unseen' {
  const wanted = flags & (HAS_EXIF | HAS_XMP);
  let seen = 0;
  let exif: number | undefined;
  let xmp: number | undefined;
  let at = 12;
  for (let count = 0; count < MAX_CHUNKS && at + 8 <= bytes.length; count++) {
    const type = text.decode(bytes.subarray(at, at + 4));
    const length = view.getUint32(at + 4, true);
    const whole = at + 8 + length <= bytes.length;
    const chunk = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'EXIF' && whole) {
      exif = exifOrientation(tiffBlock(chunk));
      seen |= HAS_EXIF;
    }
    if (type === 'XMP ' && whole) {
      xmp = xmpOrientation(chunk);
      seen |= HAS_XMP;
    }
    at += 8 + length + (length & 1);
  }
  if (exif !== undefined) return exif;
  return (seen & wanted) === wanted ? (xmp ?? 1) : 'unseen';
}
