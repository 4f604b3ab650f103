import { type AlignedText, sliceAligned } from './aligned-text.ts';
import type { EachMatch } from './text-pattern.ts';

export type SplitBehavior = 'Removed' | 'Isolated' | 'MergedWithPrevious' | 'MergedWithNext' | 'Contiguous';

interface Part {
  start: number;
  end: number;
  readonly matched: boolean;
}

function partsOf(text: string, each: EachMatch, invert: boolean): Part[] {
  const parts: Part[] = [];
  let last = 0;
  each(text, (start, end) => {
    if (last !== start) parts.push({ start: last, end: start, matched: invert });
    parts.push({ start, end, matched: !invert });
    last = end;
  });
  if (last !== text.length) parts.push({ start: last, end: text.length, matched: invert });
  return parts;
}

function merged(parts: readonly Part[], behavior: SplitBehavior): Part[] {
  const done: Part[] = [];
  let previous = false;
  const ordered = behavior === 'MergedWithNext' ? parts.toReversed() : parts;
  for (const part of ordered) {
    const last = done[done.length - 1];
    const joins = behavior === 'Contiguous' ? part.matched === previous : part.matched && !previous;
    if (joins && last) {
      last.start = Math.min(last.start, part.start);
      last.end = Math.max(last.end, part.end);
    } else done.push({ ...part });
    previous = part.matched;
  }
  return behavior === 'MergedWithNext' ? done.reverse() : done;
}

export interface SplitRule {
  readonly each: EachMatch;
  readonly behavior: SplitBehavior;
  readonly invert?: boolean;
}

/** Cuts a text at the matches. Empty parts are dropped. */
export function splitText(text: AlignedText, { each, behavior, invert = false }: SplitRule): AlignedText[] {
  const parts = partsOf(text.text, each, invert);
  let kept = parts;
  if (behavior === 'Removed') kept = parts.filter((part) => !part.matched);
  else if (behavior !== 'Isolated') kept = merged(parts, behavior);
  return kept.filter((part) => part.end > part.start).map((part) => sliceAligned(text, part.start, part.end));
}
