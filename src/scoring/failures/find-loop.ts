import { findRepetition } from '../find-repetition.ts';
import { reachedLimit } from '../reached-limit.ts';
import type { AnswerView } from './answer-view.ts';
import type { FailureEvidence } from './failure-code.ts';
import { repeatedRun } from './repeated-run.ts';
import type { TextPart } from './text-window.ts';

/**
 * Inside an answer that goes on afterwards, repetition needs to be plainer than at its end, and in a complete JSON value plainer still: lists
 * of equal objects are right answers. Chosen; the test tries them on ten thousand right answers.
 */
const INSIDE_TEXT = { turns: 8, shortest: 96 } as const;
const INSIDE_JSON = { turns: 16, shortest: 96 } as const;
/** Turns that say nothing by themselves (rules, zeros, table lines, closing tags, one class again and again) repeat rightly for long. */
const PLAIN_TURNS = 48;
/** But not often up to the very token limit. */
const PLAIN_TURNS_AT_LIMIT = 16;
/** No rule is longer than a wide page. */
const RULE_LENGTH = 200;
/** The shortest text that one of the two searches can find anything in. */
const SHORTEST = 16;
const TAIL = 6;
const MOST_CANDIDATES = 64;
const RULE_CHARACTER = /[-=_*#~.·─━═│|+\s\d]/u;

/** The answer repeats itself: to its end, or inside (in JSON the loop is followed by closing brackets). */
export function findLoop({ output, parts, parsed, finishReason }: AnswerView): FailureEvidence | null {
  const tail = parts.at(-1);
  if (tail === undefined || tail.text.length < SHORTEST) return null;
  const closed = parsed?.rung === 'strict' || parsed?.rung === 'fenced';
  const plainTurns = reachedLimit(finishReason) ? PLAIN_TURNS_AT_LIMIT : PLAIN_TURNS;
  const atEnd = closed ? null : loopAtEnd(tail, output.length, plainTurns);
  if (atEnd !== null) return atEnd;
  for (const part of parts) {
    const inside = loopInside(part, closed);
    if (inside !== null) return inside;
  }
  return null;
}

function loopAtEnd(tail: TextPart, end: number, plainTurns: number): FailureEvidence | null {
  if (!mayEndInLoop(tail.text)) return null;
  const found = findRepetition(tail.text);
  if (found === null) return null;
  const turn = tail.text.slice(found.start, found.start + found.period);
  if (isRule(turn) ? found.turns < RULE_LENGTH : isPlain(turn) && found.turns < plainTurns) return null;
  const detail = `${found.period} characters, ${Math.floor(found.turns)} times, up to the end`;
  return { code: 'loop', start: tail.offset + found.start, end, detail };
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

function loopInside({ text, offset }: TextPart, inJson: boolean): FailureEvidence | null {
  const found = repeatedRun(text, inJson ? INSIDE_JSON : INSIDE_TEXT);
  if (found === null) return null;
  const turn = text.slice(found.start, found.start + found.period);
  if (isRule(turn) || (isPlain(turn) && found.turns < PLAIN_TURNS)) return null;
  const detail = `${found.period} characters, ${found.turns} times, inside the ${inJson ? 'JSON value' : 'answer'}`;
  return { code: 'loop', start: offset + found.start, end: offset + found.end, detail };
}

/** A line across the page, or a number of many zeros. */
function isRule(turn: string): boolean {
  return turn.length === 1 && RULE_CHARACTER.test(turn);
}

/** Marks and digits, JSON's own words, or one word among marks: a closing tag, an element of a list, a line of a table. */
function isPlain(turn: string): boolean {
  const words = new Set(turn.match(/[\p{L}\p{N}_]+/gu));
  for (const word of ['null', 'true', 'false']) words.delete(word);
  const [word] = words;
  if (word === undefined) return true;
  return words.size === 1 && (/[^\p{L}\p{N}_ ]/u.test(turn) || !/\p{L}/u.test(word));
}
