export interface RepeatedRun {
  readonly start: number;
  readonly end: number;
  readonly period: number;
  readonly turns: number;
}

/** Units that must agree before two places are compared further. */
const GRAM = 8;
const BUCKETS = 4096;
const FACTOR = 31;
/** What the first unit of a gram was multiplied by when the last one came in: 31 to the seventh, modulo 2^32. */
const OLDEST = Math.imul(FACTOR ** 3, FACTOR ** 4);
/** Reused: a fresh table for each of a hundred thousand answers would cost more than the search. No call outlives another. */
const lastPlace = new Int32Array(BUCKETS);

/**
 * The longest stretch inside a text that repeats itself with one period, at least `turns` times over at least `shortest` units; null
 * without one. Follows repeated eight-unit grams, of which it keeps the last place each: linear, finds every long loop, and may miss one
 * near the threshold. For loops that end before the text does; `findRepetition` is exact for those that reach its end.
 */
export function repeatedRun(
  text: string,
  { turns, shortest }: { turns: number; shortest: number },
): RepeatedRun | null {
  if (text.length < shortest) return null;
  lastPlace.fill(-1);
  let best: RepeatedRun | null = null;
  let tried = 0;
  let hash = 0;
  for (let at = 0; at < GRAM - 1; at++) hash = (Math.imul(hash, FACTOR) + text.charCodeAt(at)) | 0;
  for (let at = 0; at + GRAM <= text.length; at++) {
    hash = (Math.imul(hash, FACTOR) + text.charCodeAt(at + GRAM - 1)) | 0;
    const bucket = (hash ^ (hash >>> 12)) & (BUCKETS - 1);
    hash = (hash - Math.imul(text.charCodeAt(at), OLDEST)) | 0;
    const before = lastPlace[bucket] ?? -1;
    lastPlace[bucket] = at;
    // A run that was just measured covers the next grams with the same distance.
    if (before < 0 || at < tried || !sameGram(text, before, at)) continue;
    const period = at - before;
    let end = at + GRAM;
    while (end < text.length && text.charCodeAt(end) === text.charCodeAt(end - period)) end++;
    const length = end - before;
    if (length >= shortest && length >= turns * period && length > (best === null ? 0 : best.end - best.start))
      best = { start: before, end, period, turns: Math.floor(length / period) };
    tried = Math.max(at + 1, end - GRAM - period);
  }
  return best;
}

function sameGram(text: string, first: number, second: number): boolean {
  for (let step = 0; step < GRAM; step++)
    if (text.charCodeAt(first + step) !== text.charCodeAt(second + step)) return false;
  return true;
}
