import type { Offsets, Pieces } from './tokenizer.ts';

/** What one token contributes. `fallbackByte` marks a `<0xE5>` token, whose byte only means something in a run of them. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly fallbackByte: boolean;
}

const REPLACEMENT: Piece = { bytes: new Uint8Array([0xef, 0xbf, 0xbd]), fallbackByte: false };

interface CharacterMap {
  /** Per byte, the UTF-16 range of the character it belongs to. */
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  readonly valid: boolean;
}

/** How many continuation bytes a lead byte asks for and the range of the first; 0 with an empty range for no lead byte. */
function leadByte(byte: number): readonly [needed: number, low: number, high: number] {
  if (byte >= 0xc2 && byte <= 0xdf) return [1, 0x80, 0xbf];
  if (byte >= 0xe0 && byte <= 0xef) return [2, byte === 0xe0 ? 0xa0 : 0x80, byte === 0xed ? 0x9f : 0xbf];
  if (byte >= 0xf0 && byte <= 0xf4) return [3, byte === 0xf0 ? 0x90 : 0x80, byte === 0xf4 ? 0x8f : 0xbf];
  return [0, 1, 0];
}

interface Character {
  readonly length: number;
  readonly units: number;
  readonly valid: boolean;
}

const ASCII: Character = { length: 1, units: 1, valid: true };

// Follows the WHATWG decoder (and Rust's from_utf8_lossy): each maximal cut-off part of a character becomes one U+FFFD.
function characterAt(bytes: Uint8Array, at: number): Character {
  const byte = bytes[at] ?? 0;
  if (byte < 0x80) return ASCII;
  const [needed, low, high] = leadByte(byte);
  let length = 1;
  while (length <= needed) {
    const next = bytes[at + length] ?? 0;
    if (next < (length === 1 ? low : 0x80) || next > (length === 1 ? high : 0xbf)) break;
    length++;
  }
  const valid = needed > 0 && length === needed + 1;
  return { length, units: valid && needed === 3 ? 2 : 1, valid };
}

function mapCharacters(bytes: Uint8Array): CharacterMap {
  const start = new Uint32Array(bytes.length);
  const end = new Uint32Array(bytes.length);
  let allValid = true;
  let unit = 0;
  let at = 0;
  while (at < bytes.length) {
    const { length, units, valid } = characterAt(bytes, at);
    if (!valid) allValid = false;
    start.fill(unit, at, at + length);
    end.fill(unit + units, at, at + length);
    at += length;
    unit += units;
  }
  return { start, end, valid: allValid };
}

function join(pieces: readonly Piece[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.bytes.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece.bytes, at);
    at += piece.bytes.length;
  }
  return bytes;
}

// The ByteFallback decoder judges a run of byte tokens as a whole: one bad byte turns every byte of the run into U+FFFD.
function repairFallbackRuns(pieces: readonly Piece[]): readonly Piece[] {
  if (!pieces.some((piece) => piece.fallbackByte)) return pieces;
  const repaired: Piece[] = [];
  let at = 0;
  while (at < pieces.length) {
    let end = at;
    while (pieces[end]?.fallbackByte) end++;
    const run = pieces.slice(at, Math.max(end, at + 1));
    const readable = end === at || mapCharacters(join(run)).valid;
    for (const piece of run) repaired.push(readable ? piece : REPLACEMENT);
    at += run.length;
  }
  return repaired;
}

/** The text of the joined bytes and where each piece lies in it. Linear in the number of bytes. */
export function decodePieces(given: readonly Piece[]): Pieces {
  const pieces = repairFallbackRuns(given);
  const bytes = join(pieces);
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const characters = mapCharacters(bytes);
  const offsets: Offsets[] = [];
  let at = 0;
  for (const { bytes: own } of pieces) {
    const start = characters.start[at] ?? text.length;
    offsets.push([start, own.length === 0 ? start : (characters.end[at + own.length - 1] ?? start)]);
    at += own.length;
  }
  return { text, offsets };
}
