import { type KeyMap, lastName, modelPart } from './key-map.ts';
import type { TermSources } from './term-sources.ts';

/** What was found out about the paths of an adapter while its terms were looked for. */
export interface FoundPaths extends Pick<KeyMap, 'renamed' | 'unmatched' | 'halves'> {
  /** Every path that was looked for in the base. */
  readonly paths: ReadonlySet<string>;
}

/** Counts and sorts the paths of an adapter by what became of them. */
export function buildKeyMap({ base, parts: tensors }: TermSources, found: FoundPaths): KeyMap {
  const { paths, renamed, unmatched, halves } = found;
  const last = new Set([...base.keys()].map(lastName));
  const updates = new Set(tensors.filter(({ role }) => role !== 'saved').map(({ path }) => path));
  const parts = { vision: 0, projector: 0, language: 0 };
  for (const path of paths) parts[modelPart(path)]++;
  return {
    named: paths.size,
    matched: paths.size - unmatched.length,
    renamed,
    suffixOnly: unmatched.filter((path) => last.has(lastName(path))),
    unmatched,
    unmatchedUpdates: unmatched.filter((path) => updates.has(path.replace(/\.weight$/, ''))),
    halves,
    parts,
  };
}
