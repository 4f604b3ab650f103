const PATTERN = /tiff:Orientation(?:="|>)([0-9])/;

/** Orientation that an XMP packet names: Pillow's `getexif()` falls back on it, with the same pattern, when EXIF has none. */
export function xmpOrientation(packet: Uint8Array): number | undefined {
  const found = PATTERN.exec(new TextDecoder('latin1').decode(packet));
  const value = found ? Number(found[1]) : 0;
  return value >= 1 && value <= 8 ? value : undefined;
}
