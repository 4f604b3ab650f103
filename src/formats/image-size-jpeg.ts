import { failed, ok, type Result } from '../lib/result.ts';
import { exifOrientation } from './exif-orientation.ts';
import type { StoredSize } from './image-size-stored.ts';
import { xmpOrientation } from './xmp-orientation.ts';

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const APP1 = 0xe1;
const EXIF = 'Exif\0';
const XMP = 'http://ns.adobe.com/xap/1.0/\0';

const text = new TextDecoder('latin1');

/**
 * Size from the last frame header before the scan, as Pillow reads it, and orientation from EXIF or else XMP. Thumbnails lie inside
 * segments that are skipped whole. Bytes between segments are skipped, each once, so that any input ends.
 */
export function jpegSize(bytes: Uint8Array): Result<StoredSize> {
  const found: Found = { frame: undefined, hasExif: false, exif: undefined, xmp: undefined };
  let at = 2;
  while (at + 1 < bytes.length) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff || marker === 0xff) {
      at++;
      continue;
    }
    if (isBare(marker)) {
      at += 2;
      continue;
    }
    if (marker === START_OF_SCAN || marker === END_OF_IMAGE) {
      if (!found.frame) return failed('the JPEG file has no frame header before its image data', { offset: at });
      return ok({ ...found.frame, orientation: found.exif ?? found.xmp ?? 1 });
    }
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    if (length < 2) return failed(`a JPEG segment of ${length} bytes cannot be`, { offset: at + 2 });
    readSegment(marker, bytes.subarray(at + 4, at + 2 + length), found);
    at += 2 + length;
  }
  return failed(`the JPEG file ends after ${bytes.length} bytes, before its image data`, { offset: bytes.length });
}

/** Markers without a length: stuffing, TEM, restart markers, start of image. */
function isBare(marker: number): boolean {
  return marker === 0 || marker === 1 || (marker >= 0xd0 && marker <= 0xd8);
}

/** C4, C8 and CC begin tables and extensions, not frames. */
function startsFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function beginsWith(segment: Uint8Array, prefix: string): boolean {
  return text.decode(segment.subarray(0, prefix.length)) === prefix;
}

interface Found {
  frame: { readonly width: number; readonly height: number } | undefined;
  hasExif: boolean;
  exif: number | undefined;
  xmp: number | undefined;
}

function readSegment(marker: number, segment: Uint8Array, found: Found): void {
  if (startsFrame(marker) && segment.length >= 5) {
    const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength);
    found.frame = { height: view.getUint16(1), width: view.getUint16(3) };
  }
  if (marker !== APP1) return;
  if (beginsWith(segment, EXIF)) {
    // Pillow joins further EXIF segments to the first, whose directory is the one that counts.
    if (!found.hasExif) found.exif = exifOrientation(segment.subarray(6));
    found.hasExif = true;
  } else if (beginsWith(segment, XMP)) found.xmp = xmpOrientation(segment.subarray(XMP.length));
}
