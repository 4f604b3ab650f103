import { findRepetition } from '../find-repetition.ts';
import type { Rung } from '../parse-ladder.ts';
import { reachedLimit } from '../reached-limit.ts';
import type { AnswerView } from './answer-view.ts';
import { countedRun } from './counted-run.ts';
import type { FailureEvidence } from './failure-code.ts';
import { repeatedRun } from './repeated-run.ts';
import type { TextPart } from './text-window.ts';

/**
 * Inside an answer that goes on afterwards, repetition needs to be plainer than at its end, and in a complete JSON value plainer still:
 * lists of equal objects are right answers. Chosen; the test tries them on tens of thousands of right answers.
 */
const INSIDE_TEXT = { turns: 8, shortest: 96 } as const;
const INSIDE_JSON = { turns: 16, shortest: 96 } as const;
/** Turns that say nothing by themselves (rules, zeros, table lines, closing tags, one class again and again) repeat rightly for long. */
const PLAIN_TURNS = 48;
/** But not often up to the very token limit, or to where JSON breaks off: there a table of equal lines is the rarer explanation. */
const PLAIN_TURNS_UNFINISHED = 16;
const RECORD_TURNS_UNFINISHED = 8;
/**
 * Turns that differ by a counter are lines of a list first of all. More than the days of a month are hardly rightly the same sentence; up
 * to the token limit fewer will do.
 */
const COUNTED_TURNS = 32;
const COUNTED_TURNS_UNFINISHED = 16;
/** No rule is longer than a wide page. */
const RULE_LENGTH = 200;
/** The answer is one complete JSON value. */
const CLOSED: ReadonlySet<Rung> = new Set(['strict', 'duplicate-keys', 'fenced']);
/** The shortest text that one of the two searches can find anything in. */
const SHORTEST = 16;
const TAIL = 6;
const MOST_CANDIDATES = 64;
/** JSON's own words and hexadecimal numbers. */
const NO_WORD = /\b(?:null|true|false|0x[\da-f]+)\b/gi;
const LETTER = /\p{L}/u;
const WORD = /[\p{L}\p{N}_]+/gu;
/** Four words in a row, or as many signs of a script that does not part its words. */
const SPEECH =
  /\p{L}+,? \p{L}+,? \p{L}+,? \p{L}+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{4}/u;
/** With the space and the marks beside it, on one line. */
const ONE_WORD = /^[^\p{L}\p{N}\n"|]{0,2}\p{L}+[^\p{L}\p{N}\n"|]{0,2}$/u;
const RULE_CHARACTER = /[-=_*#~.·─━═│|+\s\d]/u;

interface TextKind {
  /** It reached the token limit, or is JSON that breaks off. */
  readonly unfinished: boolean;
  /** Neither a class nor JSON was asked for, so that the answer may be a table, a molecule or a list of zeros. */
  readonly isFree: boolean;
}

/** The answer repeats itself: to its end, or inside (in JSON the loop is followed by closing brackets). */
export function findLoop({ output, parts, parsed, extraction, finishReason }: AnswerView): FailureEvidence | null {
  const tail = parts.at(-1);
  if (tail === undefined || tail.text.length < SHORTEST) return null;
  const isFree = parsed === null && extraction === null;
  const isClosed = parsed !== null && CLOSED.has(parsed.rung);
  const unfinished = reachedLimit(finishReason) || parsed?.rung === 'truncated';
  if (!isClosed) {
    const atEnd = loopAtEnd(tail, output.length, { unfinished, isFree }) ?? countAtEnd(tail, output.length, unfinished);
    if (atEnd !== null) return atEnd;
  }
  for (const part of parts) {
    const inside = loopInside(part, { isClosed, isFree });
    if (inside !== null) return inside;
  }
  return null;
}

function loopAtEnd(tail: TextPart, end: number, kind: TextKind): FailureEvidence | null {
  if (!mayEndInLoop(tail.text)) return null;
  const found = findRepetition(tail.text);
  if (found === null) return null;
  if (found.turns < fewestTurns(tail.text.slice(found.start, found.start + found.period), kind)) return null;
  const detail = `${found.period} characters, ${Math.floor(found.turns)} times, up to the end`;
  return { code: 'loop', start: tail.offset + found.start, end, detail };
}

/** spec/evaluation.md 2.1, near repetition: `1. It stands well. 2. It stands well.`, or `foo1foo2foo3` up to the token limit. */
function countAtEnd({ text, offset }: TextPart, end: number, unfinished: boolean): FailureEvidence | null {
  const found = countedRun(text);
  if (found === null || found.turns < COUNTED_TURNS_UNFINISHED) return null;
  const { start, gap, turns } = found;
  const isSpoken = SPEECH.test(gap);
  // Rows of data with a serial number end where the limit is, too; one word between the numbers is no row.
  if (!isSpoken && !(unfinished && ONE_WORD.test(gap))) return null;
  const isLine = unfinished && isSpoken && !/["|\t]/.test(gap);
  if (turns < (isLine ? COUNTED_TURNS_UNFINISHED : COUNTED_TURNS)) return null;
  const detail = `${gap.length} characters and a counter, ${turns} times, up to the end`;
  return { code: 'loop', start: offset + start, end, detail };
}

/**
 * Whether a loop may reach the end: the last characters occur again one turn before, and so does all that lies between. Sorts out nearly
 * every answer before the exact search.
 */
function mayEndInLoop(text: string): boolean {
  const last = text.slice(-TAIL);
  let at = text.length - TAIL;
  for (let candidate = 0; candidate < MOST_CANDIDATES; candidate++) {
    at = at === 0 ? -1 : text.lastIndexOf(last, at - 1);
    const period = text.length - TAIL - at;
    if (at === -1 || 4 * period > text.length) return false;
    if (isPeriodic(text, period)) return true;
  }
  return true;
}

function isPeriodic(text: string, period: number): boolean {
  const from = Math.max(period, text.length - Math.max(SHORTEST, 4 * period) + period);
  for (let at = text.length - 1; at >= from; at--)
    if (text.charCodeAt(at) !== text.charCodeAt(at - period)) return false;
  return true;
}

function loopInside(
  { text, offset }: TextPart,
  { isClosed, isFree }: { isClosed: boolean; isFree: boolean },
): FailureEvidence | null {
  const found = repeatedRun(text, isClosed ? INSIDE_JSON : INSIDE_TEXT);
  if (found === null) return null;
  const turn = text.slice(found.start, found.start + found.period);
  if (isRule(turn) || found.turns < fewestTurns(turn, { unfinished: false, isFree })) return null;
  const detail = `${found.period} characters, ${found.turns} times, inside the ${isClosed ? 'JSON value' : 'answer'}`;
  return { code: 'loop', start: offset + found.start, end: offset + found.end, detail };
}

/** Turns that prove a loop, beyond those that the searches ask for. */
function fewestTurns(turn: string, { unfinished, isFree }: TextKind): number {
  if (isRule(turn)) return RULE_LENGTH;
  if (SPEECH.test(turn)) return 0;
  if (isFree && !unfinished && isNumeric(turn)) return RULE_LENGTH;
  if (isFree && isRecord(turn)) return unfinished ? RECORD_TURNS_UNFINISHED : PLAIN_TURNS;
  if (isPlain(turn) || (isFree && isSign(turn))) return unfinished ? PLAIN_TURNS_UNFINISHED : PLAIN_TURNS;
  return 0;
}

/** A line across the page, or a number of many zeros. */
function isRule(turn: string): boolean {
  return turn.length === 1 && RULE_CHARACTER.test(turn);
}

/** Numbers and marks. */
function isNumeric(turn: string): boolean {
  return /\p{N}/u.test(turn) && !LETTER.test(turn.replace(NO_WORD, ''));
}

/** Marks and digits, JSON's own words, or one word among marks: a closing tag, an element of a list, a line of a table. */
function isPlain(turn: string): boolean {
  const words = new Set(turn.replace(NO_WORD, '').match(WORD));
  const [word] = words;
  if (word === undefined) return true;
  return words.size === 1 && (/[^\p{L}\p{N}_ ]/u.test(turn) || !LETTER.test(word));
}

/** Whole lines without speech in them: rows of a table, elements of markup, entries of a list. */
function isRecord(turn: string): boolean {
  return turn.includes('\n');
}

/**
 * Part of a molecule, a gene or a code (no space around it), or a cell of a table. Several words in quotes are JSON that was not asked for.
 */
function isSign(turn: string): boolean {
  if (/[|\t]/.test(turn)) return true;
  return /^[!-~]+$/.test(turn.trim()) && !turn.includes('"') && /[^\p{L}\s]|^\S+$/u.test(turn);
}
