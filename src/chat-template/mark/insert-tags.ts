/** Text to put into a source at an offset. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
}

// Prints nothing; keeps trim_blocks and lstrip_blocks away from the text beside it, which `{%+` would do too, but TRL and transformers
// look for generation markers with a pattern that knows no `+`.
const SHIELD = "{{ '' }}";

/** Puts statement tags directly before the tag at `at`, so that the text before it keeps what it had of its white space. */
export function beforeTag(source: string, at: number, statements: string): Insertion {
  const sign = source[at + 2] ?? '';
  if (sign === '-') return { at, text: signed(statements, '-', '') };
  const isStripped = source.startsWith('{%', at) && sign !== '+';
  const needsShield = !isStripped && /[ \t]/.test(source[at - 1] ?? '');
  return { at, text: (needsShield ? SHIELD : '') + statements };
}

/** Puts statement tags directly behind the tag that ends at `end`, so that the text behind it keeps what it had of its white space. */
export function afterTag(source: string, end: number, statements: string): Insertion {
  const sign = source[end - 3] ?? '';
  if (sign === '-') return { at: end, text: signed(statements, '', '-') };
  const isTrimmed = source.startsWith('%}', end - 2) && sign !== '+';
  const needsShield = !isTrimmed && source[end] === '\n';
  return { at: end, text: statements + (needsShield ? SHIELD : '') };
}

function signed(statements: string, left: '' | '-', right: '' | '-'): string {
  const opened = left === '' ? statements : `{%-${statements.slice(2)}`;
  return right === '' ? opened : `${opened.slice(0, -2)}-%}`;
}

/** The source with all insertions; those at one offset keep their order. */
export function withInsertions(source: string, insertions: readonly Insertion[]): string {
  let text = '';
  let at = 0;
  for (const insertion of [...insertions].sort((a, b) => a.at - b.at)) {
    text += source.slice(at, insertion.at) + insertion.text;
    at = insertion.at;
  }
  return text + source.slice(at);
}
