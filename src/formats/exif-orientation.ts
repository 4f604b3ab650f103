const ORIENTATION = 0x0112;
// The TIFF format allows 65,535 entries a directory; cameras write about 15.
const MAX_ENTRIES = 1_000;

/** Bytes of one value by field type: BYTE, SHORT, LONG. */
const VALUE_BYTES: ReadonlyMap<number, number> = new Map([
  [1, 1],
  [3, 2],
  [4, 4],
]);

/**
 * Orientation from a TIFF block as EXIF holds it (from its byte-order mark on): usually 1 to 8, undefined when the first directory has none
 * or the block is damaged, which Pillow treats alike. Only the first directory counts, as in `Image.getexif()`.
 */
export function exifOrientation(tiff: Uint8Array): number | undefined {
  if (tiff.length < 8) return undefined;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const mark = view.getUint16(0);
  if (mark !== 0x4949 && mark !== 0x4d4d) return undefined;
  const little = mark === 0x4949;
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return undefined;
  const entries = Math.min(view.getUint16(directory, little), MAX_ENTRIES);
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > tiff.length) return undefined;
    if (view.getUint16(at, little) === ORIENTATION) return orientationAt(view, at, little);
  }
  return undefined;
}

/** The first of the entry's values, as Pillow takes it. One that is no whole number has no effect, but it is there, so XMP is not asked. */
function orientationAt(view: DataView, entry: number, little: boolean): number {
  const bytes = VALUE_BYTES.get(view.getUint16(entry + 2, little));
  if (bytes === undefined) return 1;
  const inPlace = bytes * view.getUint32(entry + 4, little) <= 4;
  const at = inPlace ? entry + 8 : view.getUint32(entry + 8, little);
  if (at + bytes > view.byteLength) return 1;
  if (bytes === 1) return view.getUint8(at);
  return bytes === 2 ? view.getUint16(at, little) : view.getUint32(at, little);
}
