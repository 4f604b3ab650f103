/** How a surface equals a class: as written; but for surrounding spaces; but for case or width; but for outer punctuation. */
export type SpellingMatch = 'exact' | 'trimmed' | 'casefold' | 'punctuation';

export interface MatchedClass {
  readonly class: string;
  readonly how: SpellingMatch;
}

interface ClassIndex {
  readonly exact: ReadonlySet<string>;
  /** Folded spelling to class; null where two classes fold to the same spelling, so nothing may be concluded. */
  readonly folded: ReadonlyMap<string, string | null>;
  readonly bare: ReadonlyMap<string, string | null>;
  readonly longest: number;
}

/**
 * Outer characters that a model may add around a class without meaning another one: quotes, brackets, stops, Markdown, emoji. Not signs
 * that change the meaning: a minus ("-1" is no "1"), "!safe", "<5", "$5", "5%", "C#", "safe?". A dash counts as a list bullet before space.
 */
const OUTER =
  /^(?:(?![!¡?¿%‰#&\p{Pd}]|[.,]\p{N})[\s\p{P}\p{Sk}\p{So}]|\p{Pd}\s)+|(?:(?![?¿%‰#&\p{Pd}])[\s\p{P}\p{Sk}\p{So}])+$/gu;
/** A surface this much longer than every class cannot be a spelling of one; it is not worth normalising. */
const SLACK = 64;

const indices = new WeakMap<readonly string[], ClassIndex>();

/**
 * The class that `surface` spells, trying exact, trimmed, case- and width-folded, then without outer punctuation. Undefined when none
 * does, or when the forgiving comparison fits two classes. Never looks inside the surface: "unsafe" does not spell "safe".
 */
export function matchClass(surface: string, classes: readonly string[]): MatchedClass | undefined {
  const index = indexOf(classes);
  if (index.exact.has(surface)) return { class: surface, how: 'exact' };
  const trimmed = surface.trim();
  if (trimmed === '' || trimmed.length > index.longest + SLACK) return undefined;
  if (index.exact.has(trimmed)) return { class: trimmed, how: 'trimmed' };
  const folded = fold(trimmed);
  const sameFold = index.folded.get(folded);
  if (sameFold !== undefined) return sameFold === null ? undefined : { class: sameFold, how: 'casefold' };
  const bare = folded.replace(OUTER, '');
  const sameBare = bare === '' ? undefined : index.bare.get(bare);
  return sameBare === undefined || sameBare === null ? undefined : { class: sameBare, how: 'punctuation' };
}

function indexOf(classes: readonly string[]): ClassIndex {
  const known = indices.get(classes);
  if (known !== undefined) return known;
  const index: ClassIndex = {
    exact: new Set(classes),
    folded: groupBy(classes, (name) => fold(name.trim())),
    bare: groupBy(classes, (name) => fold(name.trim()).replace(OUTER, '')),
    longest: classes.reduce((longest, name) => Math.max(longest, name.length), 0),
  };
  indices.set(classes, index);
  return index;
}

function groupBy(classes: readonly string[], spell: (name: string) => string): ReadonlyMap<string, string | null> {
  const groups = new Map<string, string | null>();
  for (const name of classes) {
    const spelling = spell(name);
    groups.set(spelling, groups.has(spelling) ? null : name);
  }
  return groups;
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
