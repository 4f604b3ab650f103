import { matchClass } from './match-class.ts';

const words = new WeakMap<object, readonly string[]>();

/** The class for which `surface` is another word, in any spelling that would also be forgiven a class. */
export function matchSynonym(surface: string, synonyms: Readonly<Record<string, string>>): string | undefined {
  const known = words.get(synonyms) ?? Object.keys(synonyms);
  words.set(synonyms, known);
  const match = matchClass(surface, known);
  return match === undefined ? undefined : synonyms[match.class];
}
