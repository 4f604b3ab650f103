import { type JsonProblem, type ParsedJson, parseJson } from '../formats/json.ts';
import type { JsonValue } from '../formats/json-value.ts';
import type { Result } from '../lib/result.ts';
import { stripThinking } from './strip-thinking.ts';

/**
 * How far a text is from what a strict parser accepts, best first: the value alone; with a key twice in one object, of which parsers take
 * the first, the last or neither; inside a code fence; followed by text; preceded by text; both; cut before the value was complete; no
 * value; no text.
 */
export const RUNGS = [
  'strict',
  'duplicate-keys',
  'fenced',
  'run-on',
  'preamble',
  'embedded',
  'truncated',
  'none',
  'empty',
] as const;
export type Rung = (typeof RUNGS)[number];

export type Wanted = 'array' | 'object' | 'any';

export interface Parsed {
  readonly rung: Rung;
  /** Undefined on the rungs truncated, none and empty. */
  readonly value?: JsonValue;
  /** UTF-16 span of the value; of the cut remainder when truncated; empty at the end of the text otherwise. */
  readonly start: number;
  readonly end: number;
  readonly duplicateKeys: boolean;
  /** Integers beyond ±(2^53 - 1), which the value holds as their digits in a string. */
  readonly bigIntegers: number;
  /** A reasoning block was stripped first. */
  readonly thinking: boolean;
}

type Found = Omit<Parsed, 'thinking'>;

/** Openers tried before giving up: prose with this many brackets that are not JSON has no answer in it. */
const MOST_CANDIDATES = 64;
/** Characters that failed candidates may cost together, so that nested openers cannot make the search quadratic. */
const MOST_WASTED = 4_000_000;
const ONLY_JSON_SPACE = /^[ \t\n\r]*$/;
const FENCE = '```';

/**
 * Finds the first complete JSON value of the wanted kind in a completion, and says what had to be forgiven. Nothing is repaired: a guess at
 * missing brackets would turn a failure into an answer. JSON of another kind that makes up the whole text is returned as it is (rung
 * strict, duplicate-keys or fenced): its shape is for the caller to judge. A candidate that dies at the end of the text ends the search,
 * since whatever follows lies inside it. Rules: spec/evaluation.md 1.1. Linear in the text, bounded work on hostile input.
 */
export function climbLadder(text: string, want: Wanted): Parsed {
  const first = candidateAt(text, 0);
  const strict = wholeValue(text, first, { end: text.length, rung: 'strict' });
  if (strict !== undefined) return { ...strict, thinking: false };
  const { thinking, open, answerStart } = stripThinking(text);
  if (open) return { ...nothing(text, 'truncated'), thinking };
  const found =
    text.trim() === ''
      ? nothing(text, 'empty')
      : climb(text, answerStart === 0 ? first : candidateAt(text, answerStart), want);
  return { ...found, thinking };
}

/** What stands at one place of the text: most answers begin with their JSON, which would be read again on every rung. */
interface Candidate {
  readonly start: number;
  readonly read: Result<ParsedJson, JsonProblem>;
}

function candidateAt(text: string, start: number): Candidate {
  return { start, read: parseJson(text, { start, allowTrailing: true }) };
}

function climb(text: string, first: Candidate, want: Wanted): Found {
  const from = first.start;
  if (text.slice(from).trim() === '') return nothing(text, 'empty');
  const whole = from === 0 ? undefined : wholeValue(text, first, { end: text.length, rung: 'strict' });
  return whole ?? fencedValue(text, from) ?? search(text, first, want);
}

/** A fence that was opened but not closed still is nothing but a fence: the closing line often falls to a stop string. */
function fencedValue(text: string, from: number): Found | undefined {
  const answer = text.slice(from);
  const open = from + answer.length - answer.trimStart().length;
  if (!text.startsWith(FENCE, open)) return undefined;
  const tag = /^[ \t]*[\w+-]*/.exec(text.slice(open + FENCE.length, open + FENCE.length + 32))?.[0] ?? '';
  const trimmedEnd = text.trimEnd().length;
  const bodyStart = open + FENCE.length + tag.length;
  const closed = text.endsWith(FENCE, trimmedEnd) && trimmedEnd - FENCE.length >= bodyStart;
  const end = closed ? trimmedEnd - FENCE.length : text.length;
  return wholeValue(text, candidateAt(text, bodyStart), { end, rung: 'fenced' });
}

function wholeValue(
  text: string,
  { start, read }: Candidate,
  { end, rung }: { end: number; rung: 'strict' | 'fenced' },
): Found | undefined {
  if (!read.ok || read.value.end > end || !ONLY_JSON_SPACE.test(text.slice(read.value.end, end))) return undefined;
  return foundValue(read.value, rung, start);
}

function search(text: string, first: Candidate, want: Wanted): Found {
  const from = first.start;
  const opener = /[[{]/g;
  opener.lastIndex = from;
  let wasted = 0;
  for (let candidates = 0; candidates < MOST_CANDIDATES && wasted < MOST_WASTED; candidates++) {
    const start = opener.exec(text)?.index;
    if (start === undefined) break;
    const { read } = start === from ? first : candidateAt(text, start);
    if (read.ok) {
      const { value, end } = read.value;
      if (isWanted(value, want)) return foundValue(read.value, rungAround(text, [from, start, end]), start);
      opener.lastIndex = end;
    } else {
      if (read.problem.truncated) return { ...nothing(text, 'truncated'), start };
      wasted += (read.problem.offset ?? start) - start;
    }
  }
  return nothing(text, 'none');
}

function foundValue({ value, end, duplicateKeys, bigIntegers }: ParsedJson, rung: Rung, start: number): Found {
  const twice = duplicateKeys.length > 0;
  const own = rung === 'strict' && twice ? 'duplicate-keys' : rung;
  return { rung: own, value, start, end, duplicateKeys: twice, bigIntegers: bigIntegers.length };
}

function isWanted(value: JsonValue, want: Wanted): boolean {
  return want === 'any' || (want === 'array') === Array.isArray(value);
}

function rungAround(text: string, [from, start, end]: readonly [number, number, number]): Rung {
  const before = !ONLY_JSON_SPACE.test(text.slice(from, start));
  const after = !ONLY_JSON_SPACE.test(text.slice(end));
  if (before && after) return 'embedded';
  if (before) return 'preamble';
  return after ? 'run-on' : 'strict';
}

function nothing(text: string, rung: 'truncated' | 'none' | 'empty'): Found {
  return { rung, start: text.length, end: text.length, duplicateKeys: false, bigIntegers: 0 };
}
