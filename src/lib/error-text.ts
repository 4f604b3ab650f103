/** What was thrown, in words: its message, without the name of its class. JavaScript can throw anything, so anything is taken. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
