import { stanceOf } from './stance-of.ts';

export interface Mention {
  readonly class: string;
  /** UTF-16 span in the NFKC-normalised, trimmed text. */
  readonly start: number;
  readonly end: number;
  /** Only asked for, supposed, or what cannot be said ("whether it is safe"): no verdict, but another class is then none for certain. */
  readonly isDoubtful: boolean;
}

export interface Mentions {
  /** Each class once, in order of appearance: where it is first asserted, or else first mentioned. */
  readonly mentions: readonly Mention[];
  /** Length of the text the spans refer to. */
  readonly length: number;
}

interface Spelling {
  readonly class: string;
  /** As in the text it is compared with: folded, except for short classes, whose case counts. */
  readonly spelling: string;
  readonly short: boolean;
}

/** A class named somewhere in pages of text is not an answer; the search stops being worth it as well. */
const LONGEST_TEXT = 4_096;
/** One- and two-character classes ("A", "no", "1") are also ordinary words or parts of numbers. */
const SHORT_CLASS = 2;
const WORD = /[\p{L}\p{N}_]/u;

const buckets = new WeakMap<readonly string[], ReadonlyMap<string, readonly Spelling[]>>();

/**
 * Which classes a text mentions as a whole word or phrase. A heuristic, kept on the side of silence: where two classes overlap the
 * longer wins ("very safe" over "safe"), hyphenated neighbours do not count ("non-toxic" is no "toxic"), nor does a mention that is
 * denied ("far from safe"), and one- or two-character classes must match in case and end their phrase ("Answer: A", not "A ladder").
 * It cannot tell a verdict from a quotation. Null when the text is too long to be an answer.
 */
export function mentionedClasses(text: string, classes: readonly string[]): Mentions | null {
  if (text.length > LONGEST_TEXT) return null;
  const plain = text.normalize('NFKC').trim();
  const folded = foldInPlace(plain);
  const byStart = bucketsOf(classes);
  const mentions = new Map<string, Mention>();
  for (let at = 0; at < plain.length; at++) {
    const hit = byStart.get(folded.charAt(at))?.find((spelling) => isMention(spelling, { plain, folded, at }));
    if (hit === undefined) continue;
    const end = at + hit.spelling.length;
    const known = mentions.get(hit.class);
    const stance = known === undefined || known.isDoubtful ? stanceOf(plain, at, end) : 'denied';
    if (stance === 'asserted' || (stance === 'doubtful' && known === undefined))
      mentions.set(hit.class, { class: hit.class, start: at, end, isDoubtful: stance === 'doubtful' });
    at = end - 1;
  }
  return { mentions: [...mentions.values()], length: plain.length };
}

interface Spot {
  readonly plain: string;
  readonly folded: string;
  readonly at: number;
}

function isMention({ spelling, short }: Spelling, { plain, folded, at }: Spot): boolean {
  if (!(short ? plain : folded).startsWith(spelling, at)) return false;
  const end = at + spelling.length;
  if (joinsWord(plain, at - 1, -1) || joinsWord(plain, end, 1) || joinsNumber(plain, at, end)) return false;
  // "!safe" denies.
  if (/[!¬]/.test(plain.charAt(at - 1))) return false;
  return !short || endsPhrase(plain, end);
}

/** Whether the text at `at`, looking outwards, continues a word: a letter or digit, or a hyphen, point or apostrophe before one. */
function joinsWord(text: string, at: number, direction: -1 | 1): boolean {
  const next = text.charAt(at);
  if (next === '') return false;
  if (WORD.test(characterAt(text, at, direction))) return true;
  const beyond = text.charAt(at + direction);
  return /[-‐‑'’]/.test(next) ? WORD.test(beyond) : /[.,]/.test(next) && /\d/.test(beyond);
}

/** A sign, comparison or unit makes another number of it: "-1", "<5", "$5", "5%". */
function joinsNumber(text: string, start: number, end: number): boolean {
  const before = /\d/.test(text.charAt(start)) && /[-−+<>≤≥≠~$€£¥₩.,]/.test(text.charAt(start - 1));
  return before || (/\d/.test(text.charAt(end - 1)) && /[%‰°]/.test(text.charAt(end)));
}

function characterAt(text: string, at: number, direction: -1 | 1): string {
  const start = direction === -1 && /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at;
  return String.fromCodePoint(text.codePointAt(start) ?? 0);
}

function endsPhrase(text: string, end: number): boolean {
  return /^(?:\s*$|[ \t]*[\r\n]|[)\].,;:!?"'*`])/.test(text.slice(end, end + 8));
}

function bucketsOf(classes: readonly string[]): ReadonlyMap<string, readonly Spelling[]> {
  const known = buckets.get(classes);
  if (known !== undefined) return known;
  const made = new Map<string, Spelling[]>();
  for (const name of classes) {
    const spelling = name.normalize('NFKC').trim();
    if (spelling === '') continue;
    const folded = foldInPlace(spelling);
    const short = spelling.length <= SHORT_CLASS;
    const bucket = made.get(folded.charAt(0)) ?? [];
    bucket.push({ class: name, spelling: short ? spelling : folded, short });
    made.set(folded.charAt(0), bucket);
  }
  for (const bucket of made.values()) bucket.sort((a, b) => b.spelling.length - a.spelling.length);
  buckets.set(classes, made);
  return made;
}

/** Lower case that keeps every offset: the few letters whose lower case is longer ("İ") stay as they are. */
function foldInPlace(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from({ length: text.length }, (_, at) => {
    const unit = text.charAt(at);
    const low = unit.toLowerCase();
    return low.length === 1 ? low : unit;
  }).join('');
}
