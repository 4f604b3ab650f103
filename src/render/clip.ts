import { countText } from './count-text.ts';

/** Keeps the start of a text and says how long it was. Never cuts a surrogate pair. `limit` in UTF-16 units. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '')}… (${countText(text.length)} characters)`;
}
