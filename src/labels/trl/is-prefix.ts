/** Whether ids begin with others. */
export function isPrefix(prefix: readonly number[], whole: readonly number[]): boolean {
  if (prefix.length > whole.length) return false;
  for (let index = 0; index < prefix.length; index++) if (prefix[index] !== whole[index]) return false;
  return true;
}
