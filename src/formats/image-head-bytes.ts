/** Enough for every header of a camera's JPEG: EXIF, XMP and colour profile fill a segment of 64 KB each at most. */
export const IMAGE_HEAD_BYTES = 1024 * 1024;
