import { editDistance } from '../lib/edit-distance.ts';

const MOST_SUGGESTIONS = 3;

/** Ids that a person may have meant, nearest first: few edits away, or holding the typed word. */
export function closeIds(typed: string, ids: readonly string[]): readonly string[] {
  const word = typed.toLowerCase().slice(0, 100);
  return [...new Set(ids)]
    .map((id) => ({ id, edits: Math.min(editsOf(word, id), 1 + editsOf(word, id.split('/').at(-1) ?? id)) }))
    .filter(({ id, edits }) => edits <= Math.max(2, id.length / 3) || (word.length >= 3 && id.includes(word)))
    .sort((a, b) => a.edits - b.edits || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_SUGGESTIONS)
    .map(({ id }) => id);
}

/** A name too long to compare is not the one that was meant. */
function editsOf(word: string, name: string): number {
  return editDistance(word, name) ?? Number.POSITIVE_INFINITY;
}
