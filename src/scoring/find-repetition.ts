export interface Repetition {
  /** Symbols in one turn of the loop: UTF-16 units for text, ids for tokens. */
  readonly period: number;
  /** Where the loop starts, in symbols from the beginning. */
  readonly start: number;
  readonly length: number;
  /** length / period; the last turn may be partial, since the length limit cuts anywhere. */
  readonly turns: number;
}

/** Thresholds of spec/evaluation.md 2.1: four turns, over at least this many symbols; runs of one symbol need sixteen. */
const FEWEST_TURNS = 4;
const SHORTEST_TEXT_LOOP = 24;
const SHORTEST_TOKEN_LOOP = 12;
const SHORTEST_RUN = 16;
/** A loop reaches the end of the output, so only the tail is looked at. */
const LONGEST_TAIL = 200_000;

/**
 * The loop that a completion ends in, or null: the longest suffix that consists of at least four turns of one period. Exact for every
 * period, in linear time (prefix function of the reversed sequence).
 * Tables and lists of zeros repeat rightly: compare with the target before calling it a fault.
 */
export function findRepetition(output: string | ArrayLike<number>): Repetition | null {
  const symbols = typeof output === 'string' ? tailUnits(output) : Array.from(output).slice(-LONGEST_TAIL);
  const shortest = typeof output === 'string' ? SHORTEST_TEXT_LOOP : SHORTEST_TOKEN_LOOP;
  const loop = longestLoop(symbols, shortest);
  if (loop === null) return null;
  return { ...loop, start: output.length - loop.length, turns: loop.length / loop.period };
}

function tailUnits(text: string): number[] {
  const tail = text.slice(-LONGEST_TAIL);
  return Array.from({ length: tail.length }, (_, at) => tail.charCodeAt(at));
}

function longestLoop(symbols: readonly number[], shortest: number): { period: number; length: number } | null {
  const n = symbols.length;
  const border = new Int32Array(n);
  let found: { period: number; length: number } | null = null;
  for (let at = 1, matched = 0; at < n; at++) {
    const symbol = symbols[n - 1 - at];
    while (matched > 0 && symbols[n - 1 - matched] !== symbol) matched = border[matched - 1] ?? 0;
    if (symbols[n - 1 - matched] === symbol) matched++;
    border[at] = matched;
    const length = at + 1;
    const period = length - matched;
    const needed = period === 1 ? SHORTEST_RUN : Math.max(shortest, FEWEST_TURNS * period);
    if (length >= needed) found = { period, length };
  }
  return found;
}
