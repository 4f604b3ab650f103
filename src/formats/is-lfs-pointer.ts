const FIRST_LINE = 'version https://git-lfs';

/** Whether a file's first bytes, however few are at hand, are those of what Git LFS leaves in a checkout where the file was not fetched. */
export function isLfsPointer(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, FIRST_LINE.length);
  return head.length > 0 && FIRST_LINE.startsWith(String.fromCharCode(...head));
}
