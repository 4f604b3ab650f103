/** Each unbounded repetition may multiply the work by the length of the text; so does a start that is not anchored. */
const MOST_REPETITIONS = 3;
const LONGEST_PATTERN = 500;
const UNBOUNDED = /^(?:[*+]|\{\d+,\})/;
const REPEATED = /^(?:[*+]|\{\d+(?:,\d*)?\})/;

/**
 * Whether a regular expression surely ends soon on a short text. Not quick: a repeated group that itself repeats or chooses (time may
 * double with every character), references back, and more than three unbounded repetitions. On the side of caution: `(\d{2})+` is
 * turned down although it is harmless.
 */
export function isQuickPattern(pattern: string): boolean {
  if (pattern.length > LONGEST_PATTERN || /\\(?:[1-9]|k<)/.test(pattern)) return false;
  const bare = withoutClasses(pattern);
  /** Per open group whether it repeats or chooses; the first is the whole pattern. */
  const varies = [false];
  let repetitions = bare.startsWith('^') ? 0 : 1;
  for (let at = 0; at < bare.length; at++) {
    const rest = bare.slice(at, at + 20);
    if (UNBOUNDED.test(rest)) repetitions++;
    if (rest.startsWith('(')) varies.push(false);
    else if (rest.startsWith(')')) {
      const inner = varies.pop() === true;
      if (inner && REPEATED.test(rest.slice(1))) return false;
      if (inner) varies[varies.length - 1] = true;
    } else if (rest.startsWith('|') || REPEATED.test(rest)) varies[varies.length - 1] = true;
  }
  return repetitions <= MOST_REPETITIONS;
}

/** Escapes and character classes stand for one character each, whatever signs they hold. */
function withoutClasses(pattern: string): string {
  return pattern.replace(/\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\./gsu, 'x').replace(/\[[^\]]*\]/g, 'x');
}
