/** Whether a version, as `[major, minor, patch]`, is the release or a later one. */
export function isSince(version: readonly number[], release: readonly number[]): boolean {
  for (let index = 0; index < 3; index++) {
    const difference = (version[index] ?? 0) - (release[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
