import type { Tokenizer } from '../../tokenizer/tokenizer.ts';
import { BLANK } from './locate-turns.ts';

/** Ids as text, with the range of each token and the special tokens blanked out beside it. */
export interface RenderedRow {
  readonly text: string;
  readonly masked: string;
  readonly offsets: readonly (readonly [number, number])[];
}

export function renderedRow(ids: ArrayLike<number>, tokenizer: Tokenizer): RenderedRow {
  const { text, offsets } = tokenizer.pieces(Array.from(ids));
  let masked = '';
  let copied = 0;
  for (let i = 0; i < ids.length; i += 1) {
    const range = offsets[i];
    if (range === undefined || !tokenizer.specialIds.has(ids[i] ?? -1)) continue;
    const [start, end] = range;
    if (start < copied) continue;
    masked += text.slice(copied, start) + BLANK.repeat(end - start);
    copied = end;
  }
  return { text, masked: masked + text.slice(copied), offsets };
}
