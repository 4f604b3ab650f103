import { distance } from 'fastest-levenshtein';
import { sequenceDistance } from './sequence-distance.ts';

/** Beyond 16,000 by 16,000 characters (about 0.1 s) a distance is not worth its time: an answer is no book. */
const MOST_CELLS = 2.5e8;

/**
 * Levenshtein distance in code points, as Python counts. The library counts UTF-16 units, so texts with characters beyond U+FFFF are
 * renamed first. Null when both texts are too long to compare: unknown, not far apart.
 */
export function editDistance(first: string, second: string): number | null {
  if (first === second) return 0;
  if (first.length * second.length > MOST_CELLS) return trimmedDistance(first, second);
  if (!hasSurrogate(first) && !hasSurrogate(second)) return distance(first, second);
  return sequenceDistance(Array.from(first), Array.from(second));
}

/** A loop, since a regular expression costs half as much as the distance of two short texts. */
function hasSurrogate(text: string): boolean {
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xf800) === 0xd800) return true;
  return false;
}

/** What both begin and end with costs nothing; a long answer that repeats most of a long target is still comparable. */
function trimmedDistance(first: string, second: string): number | null {
  const shorter = Math.min(first.length, second.length);
  let start = 0;
  while (start < shorter && first.charCodeAt(start) === second.charCodeAt(start)) start++;
  if (isHighSurrogate(first.charCodeAt(start - 1))) start--;
  let tail = 0;
  while (
    tail < shorter - start &&
    first.charCodeAt(first.length - 1 - tail) === second.charCodeAt(second.length - 1 - tail)
  )
    tail++;
  if (isLowSurrogate(first.charCodeAt(first.length - tail))) tail--;
  const left = first.slice(start, first.length - tail);
  const right = second.slice(start, second.length - tail);
  return left.length * right.length > MOST_CELLS ? null : editDistance(left, right);
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
