import { unassignedRanges } from './unassigned-ranges.ts';
import type { WordEnd } from './word-end.ts';

const OTHER = 0;
const LETTER = 1;
const NUMBER = 2;
const SPACE = 3;
const LINE_BREAK = 4;
/** The first half of a character beyond the basic plane. */
const HALF = 5;
const BLANK = 32;
const APOSTROPHE = 39;
const UNPAIRED = 0xd800;

const letters = `[\\p{L}--[${unassignedRanges}]]`;
const numbers = `[\\p{N}--[${unassignedRanges}]]`;

const NO_CLASSES = new Uint8Array(0);
let classes: Uint8Array | undefined;

function buildClasses(): Uint8Array {
  const table = new Uint8Array(65_536);
  let text = '';
  for (let unit = 0; unit < 65_536; unit++) text += String.fromCharCode(unit === UNPAIRED ? 0 : unit);
  const mark = (source: string, kind: number): void => {
    for (const { index, 0: run } of text.matchAll(new RegExp(`${source}`, 'gv')))
      table.fill(kind, index, index + run.length);
  };
  mark(letters, LETTER);
  mark(numbers, NUMBER);
  mark('\\p{White_Space}', SPACE);
  table[10] = LINE_BREAK;
  table[13] = LINE_BREAK;
  table.fill(HALF, 0xd800, 0xdc00);
  return table;
}

const letter = new RegExp(`^${letters}`, 'v');
const number = new RegExp(`^${numbers}`, 'v');

function pairClass(high: number, low: number): number {
  const pair = String.fromCharCode(high, low);
  if (letter.test(pair)) return LETTER;
  return number.test(pair) ? NUMBER : OTHER;
}

/** The length of `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll` or `'d` at the apostrophe, 0 for none. */
function contraction(first: number, second: number, anyCase: boolean): number {
  const fold = anyCase ? 32 : 0;
  const low = first | fold;
  if (low === 115 || low === 116 || low === 109 || low === 100) return 2;
  // Without regard to case the long s counts as s.
  if (anyCase && first === 0x17f) return 2;
  const next = second | fold;
  if ((low === 114 || low === 118) && next === 101) return 3;
  return low === 108 && next === 108 ? 3 : 0;
}

interface Style {
  /** cl100k and its descendants; otherwise GPT-2. */
  readonly modern: boolean;
  readonly digits: number;
}

function createScanner({ modern, digits }: Style): WordEnd {
  // Worked out when a text is first cut, not when a tokenizer is loaded.
  let table: Uint8Array = NO_CLASSES;
  const classAt = (units: Uint16Array, at: number, limit: number): number => {
    if (at >= limit) return -1;
    const unit = units[at] ?? 0;
    const kind = table[unit] ?? 0;
    return kind === HALF ? pairClass(unit, at + 1 < limit ? (units[at + 1] ?? 0) : 0) : kind;
  };
  const step = (units: Uint16Array, at: number): number => at + (table[units[at] ?? 0] === HALF ? 2 : 1);
  const run = (units: Uint16Array, from: number, limit: number, kind: number): number => {
    let at = from;
    for (;;) {
      while (at < limit && table[units[at] ?? 0] === kind) at++;
      if (at >= limit || table[units[at] ?? 0] !== HALF || classAt(units, at, limit) !== kind) return at;
      at += 2;
    }
  };
  const isSpace = (kind: number): boolean => kind === SPACE || kind === LINE_BREAK;
  const spaceEnd = (units: Uint16Array, start: number, limit: number): number => {
    let end = start;
    let lineEnd = -1;
    for (let kind = classAt(units, end, limit); isSpace(kind); kind = classAt(units, end, limit)) {
      end++;
      if (kind === LINE_BREAK) lineEnd = end;
    }
    if (modern && lineEnd !== -1) return lineEnd;
    return end === limit || end - start === 1 ? end : end - 1;
  };
  const otherEnd = (units: Uint16Array, start: number, limit: number): number => {
    const end = run(units, start, limit, OTHER);
    return modern ? run(units, end, limit, LINE_BREAK) : end;
  };
  const numberEnd = (units: Uint16Array, start: number, limit: number): number => {
    let at = start;
    for (let count = 0; count < digits && classAt(units, at, limit) === NUMBER; count++) at = step(units, at);
    return at;
  };
  return (units, start, limit) => {
    if (table.length === 0) {
      classes ??= buildClasses();
      table = classes;
    }
    const unit = units[start] ?? 0;
    const kind = classAt(units, start, limit);
    if (kind === LETTER) return run(units, start, limit, LETTER);
    if (unit === APOSTROPHE) {
      const first = start + 1 < limit ? (units[start + 1] ?? 0) : 0;
      const second = start + 2 < limit ? (units[start + 2] ?? 0) : 0;
      const short = contraction(first, second, modern);
      if (short > 0) return start + short;
    }
    if (kind === NUMBER) return numberEnd(units, start, limit);
    const after = step(units, start);
    const next = classAt(units, after, limit);
    const blank = unit === BLANK;
    if (next === LETTER && (modern ? kind !== LINE_BREAK : blank)) return run(units, after, limit, LETTER);
    if (next === NUMBER && blank && !modern) return numberEnd(units, after, limit);
    if (kind === OTHER) return otherEnd(units, start, limit);
    return blank && next === OTHER ? otherEnd(units, after, limit) : spaceEnd(units, start, limit);
  };
}

const modern = (number: string): string =>
  `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${number}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;

const KNOWN: readonly (readonly [string, Style])[] = [
  [
    "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
    { modern: false, digits: Number.POSITIVE_INFINITY },
  ],
  [modern('\\p{N}'), { modern: true, digits: 1 }],
  [modern('\\p{N}{1,3}'), { modern: true, digits: 3 }],
  [
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+",
    { modern: true, digits: 3 },
  ],
];

/** A scanner written by hand for the most common patterns (GPT-2, Qwen, Llama 3, cl100k), undefined for all others. */
export function knownScanner(pattern: string): WordEnd | undefined {
  const style = KNOWN.find(([source]) => source === pattern)?.[1];
  return style && createScanner(style);
}
