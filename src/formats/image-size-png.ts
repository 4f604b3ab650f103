import { failed, ok, type Result } from '../lib/result.ts';
import { exifOrientation } from './exif-orientation.ts';
import type { StoredSize } from './image-size-stored.ts';
import { xmpOrientation } from './xmp-orientation.ts';

const XMP_KEYWORD = 'XML:com.adobe.xmp';
// A chunk takes 12 bytes at least; files written in small pieces have some thousands.
const MAX_CHUNKS = 100_000;

const text = new TextDecoder('latin1');

/** Size from the IHDR chunk, orientation from the eXIf and XMP chunks. */
export function pngSize(bytes: Uint8Array): Result<StoredSize> {
  if (bytes.length < 33)
    return failed(`the PNG file ends after ${bytes.length} bytes, inside its header`, { offset: bytes.length });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (text.decode(bytes.subarray(12, 16)) !== 'IHDR')
    return failed('the first chunk of the PNG file is not IHDR', { offset: 12 });
  return ok({ width: view.getUint32(16), height: view.getUint32(20), orientation: pngOrientation(bytes, view) });
}

/** The packet of an uncompressed iTXt chunk with Adobe's keyword. A compressed one, which nobody writes for XMP, is not looked into. */
function xmpPacket(chunk: Uint8Array): Uint8Array | undefined {
  if (text.decode(chunk.subarray(0, XMP_KEYWORD.length)) !== XMP_KEYWORD) return undefined;
  if (chunk[XMP_KEYWORD.length] !== 0 || chunk[XMP_KEYWORD.length + 1] !== 0) return undefined;
  return chunk.subarray(XMP_KEYWORD.length + 3);
}

/** Orientation from the chunks in sight. EXIF and XMP behind the image data are rare, and unseen in a shortened head. */
function pngOrientation(bytes: Uint8Array, view: DataView): number {
  let exif: number | undefined;
  let xmp: number | undefined;
  let at = 8;
  for (let count = 0; count < MAX_CHUNKS && at + 12 <= bytes.length; count++) {
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) break;
    const type = text.decode(bytes.subarray(at + 4, at + 8));
    const chunk = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'eXIf') exif ??= exifOrientation(chunk);
    if (type === 'iTXt') {
      const packet = xmpPacket(chunk);
      if (packet) xmp ??= xmpOrientation(packet);
    }
    if (type === 'IEND') break;
    at += 12 + length;
  }
  return exif ?? xmp ?? 1;
}
