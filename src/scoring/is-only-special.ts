import { SPECIAL_TOKEN } from './special-token.ts';

/** One step: a group that repeats without end keeps each turn on the stack, which ten megabytes of padding overflow. */
const NOTHING = new RegExp(`[\\s\\p{Cf}]{1,999}|${SPECIAL_TOKEN}`, 'uy');

/** Whether a text holds nothing to read: special tokens, white space and characters without width. */
export function isOnlySpecial(text: string): boolean {
  NOTHING.lastIndex = 0;
  while (NOTHING.lastIndex < text.length) if (!NOTHING.test(text)) return false;
  return text !== '';
}
