import { distance } from 'fastest-levenshtein';

/** As for texts: 16,000 by 16,000 symbols. It also keeps the number of symbols that both sides share far below 65,534. */
const MOST_CELLS = 2.5e8;
/** Symbols that only one side has can never match, so all of them share one unit per side. */
const ONLY_FIRST = 0;
const ONLY_SECOND = 1;
/** `String.fromCharCode` takes its units as arguments, of which engines allow some ten thousand. */
const UNITS_AT_ONCE = 8192;

/**
 * Levenshtein distance between two sequences of symbols (words, code points, tokens). The library compares strings of UTF-16 units, so
 * every shared symbol is renamed to a unit of its own. Null when both sequences are too long to compare.
 */
export function sequenceDistance(first: readonly string[], second: readonly string[]): number | null {
  if (first.length * second.length > MOST_CELLS) return null;
  const unitOf = new Map<string, number>();
  const present = new Set(second);
  for (const symbol of first) {
    if (present.has(symbol) && !unitOf.has(symbol)) unitOf.set(symbol, unitOf.size + 2);
  }
  const rename = (symbols: readonly string[], alone: number): string =>
    fromUnits(symbols.map((symbol) => unitOf.get(symbol) ?? alone));
  return distance(rename(first, ONLY_FIRST), rename(second, ONLY_SECOND));
}

function fromUnits(units: readonly number[]): string {
  let text = '';
  for (let at = 0; at < units.length; at += UNITS_AT_ONCE) {
    text += String.fromCharCode(...units.slice(at, at + UNITS_AT_ONCE));
  }
  return text;
}
