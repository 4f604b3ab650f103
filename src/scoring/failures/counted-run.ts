export interface CountedRun {
  readonly start: number;
  /** What stands between one number and the next. */
  readonly gap: string;
  readonly turns: number;
}

/** A turn is a line or a sentence, no page. */
const LONGEST_GAP = 240;
/** Longer numbers are read inexactly, and count nothing. */
const MOST_DIGITS = 15;

/**
 * The end of a text that says the same again and again with a number that counts up by one ("1. It stands well. 2. It stands well."), or
 * null. Turns with a second number in them (times, coordinates, amounts) are none: their rows differ rightly. Looks at little more than
 * the last turn of an answer that does not count.
 */
export function countedRun(text: string): CountedRun | null {
  if (!/\d/.test(text.slice(-LONGEST_GAP))) return null;
  const last = numberBefore(text, text.length);
  const second = last === null ? null : numberBefore(text, last.start);
  if (last === null || second === null || second.value + 1 !== last.value) return null;
  const gap = text.slice(second.end, last.start);
  if (gap === '' || !gap.startsWith(text.slice(last.end))) return null;
  let [first, turns] = [second, 2];
  for (;;) {
    const before = numberBefore(text, first.start, gap.length);
    if (before === null || before.value + 1 !== first.value || text.slice(before.end, first.start) !== gap) break;
    first = before;
    turns++;
  }
  return { start: first.start, gap, turns };
}

interface Counter {
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

/** The last number that ends before `limit`, at most so far away. */
function numberBefore(text: string, limit: number, reach = LONGEST_GAP): Counter | null {
  let end = limit;
  while (end > 0 && limit - end <= reach && !isDigit(text, end - 1)) end--;
  let start = end;
  while (start > 0 && end - start <= MOST_DIGITS && isDigit(text, start - 1)) start--;
  if (start === end || end - start > MOST_DIGITS) return null;
  return { start, end, value: Number(text.slice(start, end)) };
}

function isDigit(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 48 && unit <= 57;
}
