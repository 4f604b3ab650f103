/** spec/evaluation.md section 3: five words, or seven characters where words are few or the script does not space them. */
const WORDS = 5;
const CHARACTERS = 7;
/** With fewer words than this a text has too few word shingles for a share of them to mean much. */
const FEWEST_WORDS = 12;

/** The set of shingles of a normalised text (lower case, single spaces); empty for an empty text. */
export function shinglesOf(text: string): ReadonlySet<string> {
  const words = text.split(' ').filter((word) => word !== '');
  if (words.length >= FEWEST_WORDS) return windows(words, WORDS, ' ');
  const points = Array.from(text);
  return points.length === 0 ? new Set() : windows(points, CHARACTERS, '');
}

function windows(parts: readonly string[], size: number, glue: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (let at = 0; at + size <= parts.length; at++) found.add(parts.slice(at, at + size).join(glue));
  if (found.size === 0) found.add(parts.join(glue));
  return found;
}
