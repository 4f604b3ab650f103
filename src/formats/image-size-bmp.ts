import { failed, ok, type Result } from '../lib/result.ts';
import type { StoredSize } from './image-size-stored.ts';

/** Size from a BMP header, that of OS/2 1.x with 16-bit sides included. A negative height means rows from top to bottom. */
export function bmpSize(bytes: Uint8Array): Result<StoredSize> {
  if (bytes.length < 26)
    return failed(`the BMP file ends after ${bytes.length} bytes, inside its header`, { offset: bytes.length });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = view.getUint32(14, true);
  if (headerBytes === 12)
    return ok({ width: view.getUint16(18, true), height: view.getUint16(20, true), orientation: 1 });
  // Pillow reads headers of these lengths and refuses others (BmpImagePlugin, HEADER_SIZE).
  if (![16, 40, 52, 56, 64, 108, 124].includes(headerBytes))
    return failed(`a BMP header of ${headerBytes} bytes is unknown`, { offset: 14 });
  return ok({ width: view.getUint32(18, true), height: Math.abs(view.getInt32(22, true)), orientation: 1 });
}
