/** What a header says, before any turning. */
export interface StoredSize {
  readonly width: number;
  readonly height: number;
  /** EXIF orientation, 1 when there is none; `unseen` when the file has EXIF data behind the bytes that were given. */
  readonly orientation: number | 'unseen';
}
