import type { Extraction } from './extract-class.ts';

/**
 * The class that a strict production parser would get, or null: nothing but the JSON value without a key twice (or, for text answers,
 * nothing but the class and surrounding space), no reasoning block, the class spelled exactly.
 */
export function strictClass(read: Extraction): string | null {
  if (read.state !== 'class' || read.rung !== 'strict' || read.thinking) return null;
  return read.how === 'exact' ? read.class : null;
}
