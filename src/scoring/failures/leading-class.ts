/** Beyond these the first words of an answer are not compared with every class. */
const MOST_CLASSES = 1_000;

/** The longest class that an answer starts with as a whole word, when something follows it; null otherwise. Spelled exactly. */
export function leadingClass(output: string, classes: readonly string[]): { class: string; end: number } | null {
  if (classes.length > MOST_CLASSES) return null;
  const start = output.length - output.trimStart().length;
  let longest: { class: string; end: number } | null = null;
  for (const name of classes) {
    const end = start + name.length;
    if (name.length <= (longest?.class.length ?? 0) || !output.startsWith(name, start)) continue;
    if (!joinsWord(output, end)) longest = { class: name, end };
  }
  return longest !== null && output.slice(longest.end).trim() !== '' ? longest : null;
}

function joinsWord(text: string, at: number): boolean {
  return /[\p{L}\p{N}_-]/u.test(text.charAt(at - 1)) && /^[\p{L}\p{N}_-]/u.test(text.slice(at, at + 2));
}
