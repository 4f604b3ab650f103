import type { Problem, Result } from '../lib/result.ts';
import { type JsonScan, scanJsonValue } from './json-scan.ts';
import type { JsonValue } from './json-value.ts';

export type { JsonValue } from './json-value.ts';

export interface JsonOptions {
  /** Accept bare NaN, Infinity and -Infinity, which Python's json writes. */
  readonly nonFinite?: boolean;
  /** UTF-16 offset to start at. */
  readonly start?: number;
  /** Stop after the first value instead of demanding that nothing follows it. */
  readonly allowTrailing?: boolean;
}

export interface DuplicateKey {
  readonly path: string;
  readonly key: string;
  /** UTF-16 offset of the later key. */
  readonly offset: number;
}

export interface BigInteger {
  readonly path: string;
  readonly lexeme: string;
  readonly offset: number;
}

export interface ParsedJson {
  readonly value: JsonValue;
  /** UTF-16 offset right after the value. */
  readonly end: number;
  /** Keys that an object holds more than once (the last one won); at most 100 are listed. */
  readonly duplicateKeys: readonly DuplicateKey[];
  /** Integers beyond ±(2^53 - 1), kept in the value as their digits in a string; at most 100 are listed. */
  readonly bigIntegers: readonly BigInteger[];
}

/** `truncated`: the text ends where more had to follow, so it may be the start of good JSON. Columns count UTF-16 units. */
export type JsonProblem = Problem & { readonly truncated: boolean };

/**
 * Reads JSON exactly as RFC 8259 defines it, and says what `JSON.parse` keeps to itself: duplicate keys, integers that a
 * double cannot hold, and where and whether the text was cut. Objects have no prototype. As in every JavaScript object,
 * keys that look like array indices come first whatever their order in the text.
 */
export function parseJson(text: string, options: JsonOptions = {}): Result<ParsedJson, JsonProblem> {
  const scan: JsonScan = {
    text,
    nonFinite: options.nonFinite ?? false,
    pos: options.start ?? 0,
    depth: 0,
    path: [],
    duplicateKeys: [],
    bigIntegers: [],
    failure: undefined,
  };
  const value = scanJsonValue(scan);
  if (value === undefined) {
    const { reason, offset } = scan.failure ?? { reason: 'expected a JSON value', offset: scan.pos };
    return problemAt(text, offset, reason);
  }
  const end = scan.pos;
  if (!options.allowTrailing) {
    const rest = restAfter(text, end);
    if (rest < text.length) return problemAt(text, rest, 'the JSON value is complete, but more text follows it');
  }
  return { ok: true, value: { value, end, duplicateKeys: scan.duplicateKeys, bigIntegers: scan.bigIntegers } };
}

function restAfter(text: string, end: number): number {
  let pos = end;
  while (pos < text.length && ' \t\n\r'.includes(text.charAt(pos))) pos++;
  return pos;
}

function problemAt(text: string, offset: number, reason: string): Result<never, JsonProblem> {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', lineStart)) {
    line++;
    lineStart = at + 1;
  }
  const truncated = offset >= text.length;
  return { ok: false, problem: { reason, offset, line, column: offset - lineStart + 1, truncated } };
}
