import type { Turn } from '../data-set.ts';

/** UTF-16 range of one turn's text in a rendered row. */
export interface TurnSpan {
  readonly turn: Turn;
  readonly state: 'whole' | 'cut' | 'absent';
  readonly start: number;
  readonly end: number;
}

export interface RenderedText {
  readonly text: string;
  /** Same length as `text`, with every special token blanked out, so that contents are never found inside a marker. */
  readonly masked: string;
  /** The row is as long as the trainer lets rows be, so that a missing end means truncation. */
  readonly atLimit: boolean;
}

/** What special tokens are blanked out with: a private-use character that no template writes. */
export const BLANK = '\uE000';

/** Finds the turns of a data row in its rendering, in order. Templates may trim contents and repeat nothing. */
export function locateTurns(turns: readonly Turn[], rendered: RenderedText): readonly TurnSpan[] {
  let cursor = 0;
  return turns.map((turn) => {
    const span = turn.answer ? locateAnswer(turn, rendered, cursor) : locateContent(turn, rendered, cursor);
    if (span.state !== 'absent') cursor = span.end;
    return span;
  });
}

function locateContent(turn: Turn, rendered: RenderedText, cursor: number): TurnSpan {
  for (const wanted of spellings(turn.text)) {
    const start = rendered.masked.indexOf(wanted, cursor);
    if (start >= 0) return { turn, state: 'whole', start, end: start + wanted.length };
  }
  return cutSpan(turn, rendered, cursor);
}

/** Answers can be as short as one letter, so an occurrence that fills the space up to a special token or the end of the row is preferred. */
function locateAnswer(turn: Turn, rendered: RenderedText, cursor: number): TurnSpan {
  const { masked } = rendered;
  let fallback: TurnSpan | undefined;
  for (const wanted of spellings(turn.text)) {
    for (let start = masked.indexOf(wanted, cursor); start >= 0; start = masked.indexOf(wanted, start + 1)) {
      const end = start + wanted.length;
      const span: TurnSpan = { turn, state: 'whole', start, end };
      if (endsSegment(masked, end) && startsWord(masked, start)) return span;
      fallback ??= span;
    }
  }
  return fallback ?? cutSpan(turn, rendered, cursor);
}

function endsSegment(masked: string, end: number): boolean {
  let at = end;
  while (at < masked.length && /\s/.test(masked.charAt(at))) at += 1;
  return at >= masked.length || masked.charAt(at) === BLANK;
}

function startsWord(masked: string, start: number): boolean {
  return start === 0 || !/[\p{L}\p{N}]/u.test(masked.charAt(start - 1)) || !/[\p{L}\p{N}]/u.test(masked.charAt(start));
}

/** A row that ends inside the turn: the longest end of the row that is a beginning of the turn. */
function cutSpan(turn: Turn, { masked, atLimit }: RenderedText, cursor: number): TurnSpan {
  const absent: TurnSpan = { turn, state: 'absent', start: masked.length, end: masked.length };
  const wanted = turn.text.trimStart();
  for (let start = Math.max(cursor, masked.length - wanted.length); start < masked.length; start += 1) {
    if (wanted.startsWith(masked.slice(start))) {
      // One or two characters agree by chance; a row at the length limit makes a cut the plain explanation.
      return masked.length - start >= 3 || atLimit ? { turn, state: 'cut', start, end: masked.length } : absent;
    }
  }
  return atLimit ? { ...absent, state: 'cut' } : absent;
}

/** As written, trimmed (many templates trim), and in NFC (many tokenizers normalise). */
function spellings(text: string): readonly string[] {
  const all = [text, text.trim(), text.normalize('NFC'), text.trim().normalize('NFC')];
  return [...new Set(all)].filter((spelling) => spelling !== '');
}
