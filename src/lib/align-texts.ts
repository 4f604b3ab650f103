import { alignItems } from './align-items.ts';

/** One stretch of two texts laid side by side. */
export interface AlignedPart {
  readonly kind: 'same' | 'first-only' | 'second-only';
  readonly text: string;
}

/** Words, white space and markers: what a person sees as one piece. */
const PIECE = /<\|?[^<>\s]{1,40}\|?>|[\p{L}\p{N}]+|\s|[^\s]/gu;

/** Aligns two texts by pieces. */
export function alignTexts(first: string, second: string): readonly AlignedPart[] {
  return alignItems(first.match(PIECE) ?? [], second.match(PIECE) ?? []).map(({ kind, items }) => ({
    kind,
    text: items.join(''),
  }));
}
