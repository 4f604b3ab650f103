import type { LabelNote } from '../labels/label-prediction.ts';
import type { VisionNote } from '../labels/vision/vision-note.ts';

type Note = LabelNote | VisionNote;

/**
 * Notes of one kind from several parts of a data set as one: rows are added up, names joined, and the first row stays the first. `place`
 * turns the number of a row in the part into its place in the whole.
 */
export function mergeNotes<N extends Note>(
  before: readonly N[],
  more: readonly N[],
  place: (row: number) => number,
): readonly N[] {
  const merged = [...before];
  for (const note of more) {
    const at = merged.findIndex((known) => isSameFact(known, note));
    const known = merged[at];
    const placed = 'firstRow' in note ? { ...note, firstRow: place(note.firstRow) } : note;
    if (known === undefined) merged.push(placed);
    else merged[at] = joined(known, placed);
  }
  return merged;
}

function isSameFact(known: Note, note: Note): boolean {
  if (known.kind === 'processor-setting-ignored' && note.kind === known.kind) return known.key === note.key;
  return known.kind === note.kind;
}

const COUNTED = ['rows', 'rejectedRows', 'spills', 'lost', 'imageTokens', 'labels'] as const;
const NAMED = ['roles', 'keys', 'tokens'] as const;

/** Both are of one kind; what neither counts nor names anything is the same twice. */
function joined<N extends Note>(known: N, more: N): N {
  const [left, right]: readonly [Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>] = [known, more];
  const counts = COUNTED.flatMap((key) => {
    const [a, b] = [left[key], right[key]];
    return typeof a === 'number' && typeof b === 'number' ? [[key, a + b] as const] : [];
  });
  const names = NAMED.flatMap((key) => {
    const [a, b] = [left[key], right[key]];
    return Array.isArray(a) && Array.isArray(b) ? [[key, [...new Set([...a, ...b])]] as const] : [];
  });
  return { ...known, ...Object.fromEntries([...counts, ...names]) };
}
