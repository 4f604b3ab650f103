/** Where a bug was thrown, for whoever mends it; `errorText` is for what users can mend. */
export function stackText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
