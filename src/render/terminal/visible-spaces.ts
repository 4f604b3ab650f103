/** Spaces that look like a plain one and are another character; a difference made of them would be invisible. */
const OTHER_SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;

/** Shows spaces as ␣: all of them, or only those at the ends and in runs, where a reader would not see how many there are. */
export function visibleSpaces(text: string, which: 'all' | 'doubtful'): string {
  const named = text.replace(
    OTHER_SPACES,
    (space) => `⟨U+${space.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
  if (which === 'all') return named.replaceAll(' ', '␣');
  return named.replace(/^ +| +$| {2,}|(?<=⏎) +| +(?=⏎)/g, (run) => '␣'.repeat(run.length));
}
