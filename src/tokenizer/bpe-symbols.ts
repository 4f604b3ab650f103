import type { BpeSettings } from './bpe-settings.ts';
import type { Symbols } from './merge-symbols.ts';
import type { LookUp } from './model.ts';
import { TokenizerError } from './tokenizer-error.ts';
import type { Word } from './word.ts';

/** Room for so many symbols, none of them taken. */
export function createSymbols(size: number): Symbols {
  return { ids: new Int32Array(size), starts: new Int32Array(size), ends: new Int32Array(size), length: 0 };
}

function add(symbols: Symbols, id: number, start: number, end: number): void {
  const at = symbols.length++;
  symbols.ids[at] = id;
  symbols.starts[at] = start;
  symbols.ends[at] = end;
}

const utf8Size = (codePoint: number): number =>
  codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;

// Words never end in the middle of a character.
function codePointIn(units: Uint16Array, at: number): number {
  const unit = units[at] ?? 0;
  return (unit & 0xfc00) === 0xd800 ? 0x10000 + ((unit & 0x3ff) << 10) + ((units[at + 1] ?? 0) & 0x3ff) : unit;
}

/** Adds one symbol per UTF-8 byte of the word. */
export function addBytes(symbols: Symbols, { units, start, end }: Word, byteIds: Int32Array): void {
  for (let unit = start; unit < end; unit++) {
    const code = units[unit] ?? 0;
    if (code < 0x80) {
      add(symbols, byteIds[code] ?? 0, unit, unit + 1);
      continue;
    }
    const codePoint = codePointIn(units, unit);
    const size = utf8Size(codePoint);
    const next = unit + (codePoint > 0xffff ? 2 : 1);
    const lead = size === 2 ? 0xc0 : size === 3 ? 0xe0 : 0xf0;
    for (let byte = size - 1; byte >= 0; byte--) {
      const bits = codePoint >> (6 * byte);
      add(symbols, byteIds[byte === size - 1 ? lead | bits : 0x80 | (bits & 0x3f)] ?? 0, unit, next);
    }
    unit = next - 1;
  }
}

export interface Alphabet {
  readonly given: BpeSettings;
  readonly lookUp: LookUp;
  readonly unknown: number | undefined;
  /** Ids of `<0x00>` to `<0xFF>`, -1 for those without. */
  readonly fallback: Int32Array | undefined;
}

interface Raw {
  readonly id: number;
  /** How many bytes of the word the library thinks the symbol stands for. */
  bytes: number;
}

const encoder = new TextEncoder();
const NOT_ASKED = -2;

function unknownId({ given, unknown }: Alphabet): number {
  if (unknown !== undefined) return unknown;
  throw new TokenizerError('model.unk_token', `${JSON.stringify(given.unk_token)} is not in model.vocab`);
}

interface Ends {
  readonly first: boolean;
  readonly last: boolean;
}

function withAffixes(given: BpeSettings, character: string, { first, last }: Ends): string {
  const prefix = first ? '' : (given.continuing_subword_prefix ?? '');
  return prefix + character + (last ? (given.end_of_word_suffix ?? '') : '');
}

/** The symbols of a word before merging, with whatever stands for characters that are not in the vocabulary. */
export function rawSymbols(characters: readonly string[], alphabet: Alphabet): Raw[] {
  const { given, lookUp, fallback } = alphabet;
  const raw: Raw[] = [];
  // An unknown character waits for the next known one, so byte tokens overtake it; the library does the same.
  let waiting: Raw | undefined;
  for (const [index, character] of characters.entries()) {
    const written = withAffixes(given, character, { first: index === 0, last: index === characters.length - 1 });
    const bytes = utf8Size(character.codePointAt(0) ?? 0);
    const id = lookUp(written);
    if (id !== undefined) {
      if (waiting) raw.push(waiting);
      waiting = undefined;
      raw.push({ id, bytes });
      continue;
    }
    const spelled = fallback ? [...encoder.encode(written)].map((byte) => fallback[byte] ?? -1) : undefined;
    if (spelled && !spelled.includes(-1)) {
      for (const byteId of spelled) raw.push({ id: byteId, bytes: 1 });
    } else if (typeof given.unk_token === 'string') {
      if (waiting && given.fuse_unk) waiting.bytes += bytes;
      else {
        if (waiting) raw.push(waiting);
        waiting = { id: unknownId(alphabet), bytes };
      }
    }
  }
  if (waiting) raw.push(waiting);
  return raw;
}

/** The library counts bytes from the first symbol on, so that dropped or overtaken characters move everything behind them. */
export function placed(raw: readonly Raw[], { units, start, end }: Word): Symbols {
  const characterStarts: number[] = [];
  const characterEnds: number[] = [];
  for (let unit = start; unit < end; ) {
    const codePoint = codePointIn(units, unit);
    const next = unit + (codePoint > 0xffff ? 2 : 1);
    for (let byte = utf8Size(codePoint); byte > 0; byte--) {
      characterStarts.push(unit);
      characterEnds.push(next);
    }
    unit = next;
  }
  const symbols = createSymbols(raw.length);
  let at = 0;
  for (const { id, bytes } of raw) {
    add(symbols, id, characterStarts[at] ?? end, characterEnds[at + bytes - 1] ?? end);
    at += bytes;
  }
  return symbols;
}

/** Ids of single UTF-16 units, asked for once: -1 for none. Undefined where an affix makes a character another text. */
export function createUnitIds({ given, lookUp }: Alphabet): ((unit: number) => number) | undefined {
  if (given.continuing_subword_prefix || given.end_of_word_suffix) return undefined;
  const ids = new Int32Array(65_536).fill(NOT_ASKED);
  return (unit) => {
    const known = ids[unit] ?? -1;
    if (known !== NOT_ASKED) return known;
    const surrogate = (unit & 0xf800) === 0xd800;
    const id = surrogate ? -1 : (lookUp(String.fromCharCode(unit)) ?? -1);
    ids[unit] = id;
    return id;
  };
}

/** Adds one symbol per character; false when one is not known or takes two units. */
export function addKnown(symbols: Symbols, { units, start, end }: Word, idOf: (unit: number) => number): boolean {
  for (let unit = start; unit < end; unit++) {
    const id = idOf(units[unit] ?? 0);
    if (id === -1) return false;
    add(symbols, id, unit, unit + 1);
  }
  return true;
}
