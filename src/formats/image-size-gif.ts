import { failed, ok, type Result } from '../lib/result.ts';
import type { StoredSize } from './image-size-stored.ts';

/** Size of the canvas, grown to hold the first image when that is larger: that is what Pillow reports (GifImagePlugin, `_seek`). */
export function gifSize(bytes: Uint8Array): Result<StoredSize> {
  if (bytes.length < 13) return ended(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let width = view.getUint16(6, true);
  let height = view.getUint16(8, true);
  const flags = view.getUint8(10);
  let at = 13 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  while (at < bytes.length) {
    const block = bytes[at];
    if (block === 0x2c) {
      if (at + 9 > bytes.length) return ended(bytes);
      width = Math.max(width, view.getUint16(at + 1, true) + view.getUint16(at + 5, true));
      height = Math.max(height, view.getUint16(at + 3, true) + view.getUint16(at + 7, true));
      return ok({ width, height, orientation: 1 });
    }
    if (block === 0x3b) break;
    at = block === 0x21 ? afterSubBlocks(bytes, at + 2) : at + 1;
  }
  return ended(bytes);
}

function ended(bytes: Uint8Array): Result<never> {
  return failed(`the GIF file ends after ${bytes.length} bytes, before its first image`, { offset: bytes.length });
}

/** Where the block behind a chain of sub-blocks begins; every step moves on, so the chain ends with the bytes. */
function afterSubBlocks(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length) {
    const length = bytes[at] ?? 0;
    at += length + 1;
    if (length === 0) break;
  }
  return at;
}
