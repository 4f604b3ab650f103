/**
 * The paths that a shell pattern names: `*` and `?` within one part, `**` over any number of parts, `[a-z]` one character.
 * In the order of `paths`. Takes time proportional to pattern and path, whatever the pattern.
 */
export function globPaths(pattern: string, paths: Iterable<string>): readonly string[] {
  const wanted = pattern.split('/');
  return [...paths].filter((path) =>
    matches(wanted, path.split('/'), { same: (part, name) => part === '**' || partMatches(part, name), many: '**' }),
  );
}

export function isGlob(path: string): boolean {
  return /[*?[]/.test(path);
}

interface Rule {
  readonly same: (wanted: string, found: string) => boolean;
  /** What stands for any number of things. */
  readonly many: string;
}

/** Greedy, going back to the last wildcard only: never exponential. */
function matches(wanted: readonly string[], found: readonly string[], { same, many }: Rule): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let next = 0; next < found.length; ) {
    const want = wanted[at];
    const have = found[next] ?? '';
    if (want === many) {
      star = at++;
      resume = next;
    } else if (want !== undefined && same(want, have)) {
      at++;
      next++;
    } else if (star >= 0) {
      at = star + 1;
      next = ++resume;
    } else return false;
  }
  while (wanted[at] === many) at++;
  return at === wanted.length;
}

function partMatches(pattern: string, name: string): boolean {
  const wanted = pattern.match(/\[!?\]?[^\]]*\]|./gsu) ?? [];
  return matches(wanted, [...name], { same: characterMatches, many: '*' });
}

function characterMatches(wanted: string, character: string): boolean {
  if (wanted === '?') return true;
  if (!wanted.startsWith('[') || !wanted.endsWith(']') || wanted.length < 3) return wanted === character;
  const negated = wanted[1] === '!';
  const set = [...wanted.slice(negated ? 2 : 1, -1)];
  let inside = false;
  for (let at = 0; at < set.length; at++) {
    const low = set[at] ?? '';
    const isRange = set[at + 1] === '-' && at + 2 < set.length;
    const high = isRange ? (set[at + 2] ?? low) : low;
    if (character >= low && character <= high) inside = true;
    if (isRange) at += 2;
  }
  return inside !== negated;
}
