import type { EachMatch } from './text-pattern.ts';
import { unassignedRanges } from './unassigned-ranges.ts';

const OTHER = 0;
const LETTER = 1;
const NUMBER = 2;
const SPACE = 3;
const LINE_BREAK = 4;
const UNPAIRED = 0xd800;

const letters = `[\\p{L}--[${unassignedRanges}]]`;
const numbers = `[\\p{N}--[${unassignedRanges}]]`;

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
  return table;
}

const letter = new RegExp(`^${letters}`, 'v');
const number = new RegExp(`^${numbers}`, 'v');

function pairClass(text: string, at: number): number {
  const pair = text.slice(at, at + 2);
  if (letter.test(pair)) return LETTER;
  return number.test(pair) ? NUMBER : OTHER;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/** The length of `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll` or `'d` at the apostrophe, 0 for none. */
function contraction(text: string, at: number, anyCase: boolean): number {
  const first = text.charCodeAt(at + 1);
  const second = text.charCodeAt(at + 2);
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

function createScanner({ modern, digits }: Style): EachMatch {
  return (text, found) => {
    classes ??= buildClasses();
    const table = classes;
    const length = text.length;
    const classAt = (at: number): number => {
      if (at >= length) return -1;
      const unit = text.charCodeAt(at);
      return isHigh(unit) ? pairClass(text, at) : (table[unit] ?? 0);
    };
    const step = (at: number): number => at + (isHigh(text.charCodeAt(at)) ? 2 : 1);
    const run = (from: number, kind: number): number => {
      let at = from;
      while (classAt(at) === kind) at = step(at);
      return at;
    };
    const breaks = (from: number): number => (modern ? run(from, LINE_BREAK) : from);
    const isSpace = (kind: number): boolean => kind === SPACE || kind === LINE_BREAK;
    const spaceEnd = (start: number): number => {
      let end = start;
      let lineEnd = -1;
      for (let kind = classAt(end); isSpace(kind); kind = classAt(end)) {
        end++;
        if (kind === LINE_BREAK) lineEnd = end;
      }
      if (modern && lineEnd !== -1) return lineEnd;
      return end === length || end - start === 1 ? end : end - 1;
    };
    const numberEnd = (start: number): number => {
      let at = start;
      for (let count = 0; count < digits && classAt(at) === NUMBER; count++) at = step(at);
      return at;
    };
    const blankOrOtherEnd = (start: number, unit: number, kind: number): number => {
      const after = step(start);
      const next = classAt(after);
      if (modern ? kind !== LINE_BREAK && next === LETTER : unit === 32 && next === LETTER) return run(after, LETTER);
      if (!modern && unit === 32 && next === NUMBER) return numberEnd(after);
      if (kind === OTHER) return breaks(run(start, OTHER));
      if (unit === 32 && next === OTHER) return breaks(run(after, OTHER));
      return spaceEnd(start);
    };
    const end = (start: number): number => {
      const unit = text.charCodeAt(start);
      const kind = classAt(start);
      if (unit === 39) {
        const short = contraction(text, start, modern);
        if (short > 0) return start + short;
      }
      if (kind === LETTER) return run(start, LETTER);
      if (kind === NUMBER) return numberEnd(start);
      return blankOrOtherEnd(start, unit, kind);
    };
    for (let at = 0; at < length; ) {
      const next = end(at);
      found(at, next);
      at = next;
    }
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
export function knownScanner(pattern: string): EachMatch | undefined {
  const style = KNOWN.find(([source]) => source === pattern)?.[1];
  return style && createScanner(style);
}
