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
  let isCut = false;
  return turns.map((turn) => {
    const span = turn.answer ? locateAnswer(turn, rendered, cursor) : locateContent(turn, rendered, cursor);
    if (span.state !== 'absent') cursor = span.end;
    // A row that ended inside an earlier turn was cut; its template did not drop the later ones.
    isCut ||= span.state === 'cut' && span.end >= rendered.masked.length;
    return isCut && span.state === 'absent' ? { ...span, state: 'cut' } : span;
  });
}

/** Short contents also occur inside words and role names, so an occurrence of whole words is preferred. */
function locateContent(turn: Turn, rendered: RenderedText, cursor: number): TurnSpan {
  const { masked } = rendered;
  for (const wanted of spellings(turn.text)) {
    let fallback: TurnSpan | undefined;
    for (let start = masked.indexOf(wanted, cursor); start >= 0; start = masked.indexOf(wanted, start + 1)) {
      const end = start + wanted.length;
      const span: TurnSpan = { turn, state: 'whole', start, end };
      if (startsWord(masked, start) && startsWord(masked, end)) return span;
      fallback ??= span;
    }
    if (fallback !== undefined) return fallback;
  }
  return alteredSpan(turn, rendered, cursor) ?? partSpan(turn, rendered, cursor) ?? cutSpan(turn, rendered, cursor);
}

/** Long enough not to agree by chance. */
const PART = 24;

/**
 * A prompt of which the beginning or the end is there: shortened or rewritten before it was rendered, which is not a turn that was dropped.
 */
function partSpan(turn: Turn, { masked }: RenderedText, cursor: number): TurnSpan | undefined {
  const wanted = turn.text.trim();
  if (wanted.length <= PART) return undefined;
  const head = masked.indexOf(wanted.slice(0, PART), cursor);
  // At the very end of the row it is the row that was cut.
  if (head >= 0 && !wanted.startsWith(masked.slice(head))) {
    let length = PART;
    while (length < wanted.length && masked[head + length] === wanted[length]) length += 1;
    return { turn, state: 'cut', start: head, end: head + length };
  }
  const tail = masked.indexOf(wanted.slice(-PART), cursor);
  if (tail < 0) return undefined;
  let length = PART;
  while (
    length < wanted.length &&
    tail + PART - length > cursor &&
    masked[tail + PART - length - 1] === wanted.at(-1 - length)
  )
    length += 1;
  return { turn, state: 'cut', start: tail + PART - length, end: tail + PART };
}

/**
 * Answers can be as short as one letter, so an occurrence that fills the space up to a special token or the end of the row is preferred.
 */
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
  return fallback ?? alteredSpan(turn, rendered, cursor) ?? cutSpan(turn, rendered, cursor);
}

/**
 * Contents that a template rewrites on purpose: special tokens that the data itself writes (Qwen-VL's box tokens, an EOS put there by
 * hand), other white space (Qwen3 sets its thinking block in lines of its own), reasoning left out (DeepSeek-R1 and Qwen3 do so in earlier
 * turns).
 */
function alteredSpan(turn: Turn, rendered: RenderedText, cursor: number): TurnSpan | undefined {
  const { text, masked } = rendered;
  const wanted = turn.text.trim();
  const start = wanted === '' ? -1 : text.indexOf(wanted, cursor);
  const end = start + wanted.length;
  const isMarker = /^\uE000*$/.test(masked.slice(start, end));
  if (start >= 0 && !isMarker) return { turn, state: 'whole', start, end };
  const loose = spacedOtherwise(wanted, rendered, cursor);
  if (loose !== undefined) return { turn, state: 'whole', ...loose };
  const reasoned = turn.answer ? wanted.lastIndexOf(THINKING_END) : -1;
  if (reasoned < 0) return undefined;
  const rest = wanted.slice(reasoned + THINKING_END.length).trim();
  return rest === '' ? undefined : locateAnswer({ ...turn, text: rest }, { text, masked, atLimit: false }, cursor);
}

const THINKING_END = '</think>';
/** Fewer characters than this agree by chance once white space is left out. */
const MIN_LOOSE = 12;

function spacedOtherwise(
  wanted: string,
  rendered: RenderedText,
  cursor: number,
): { start: number; end: number } | undefined {
  const compact = wanted.replace(/\s+/g, '');
  if (compact.length < MIN_LOOSE) return undefined;
  const { text, places } = withoutSpace(rendered);
  const from = places.findIndex((place) => place >= cursor);
  const hit = from < 0 ? -1 : text.indexOf(compact, from);
  const [start, last] = [places[hit], places[hit + compact.length - 1]];
  return start === undefined || last === undefined ? undefined : { start, end: last + 1 };
}

interface Spaceless {
  readonly text: string;
  /** Where each character stood. */
  readonly places: readonly number[];
}

// A row is compared with a dozen candidates of several turns each; its text stays the same.
const spaceless = new WeakMap<RenderedText, Spaceless>();

function withoutSpace(rendered: RenderedText): Spaceless {
  const known = spaceless.get(rendered);
  if (known !== undefined) return known;
  const places: number[] = [];
  for (let at = 0; at < rendered.text.length; at += 1) if (/\S/.test(rendered.text.charAt(at))) places.push(at);
  const made = { text: rendered.text.replace(/\s+/g, ''), places };
  spaceless.set(rendered, made);
  return made;
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
