import type { RowValue } from '../formats/row-value.ts';

/** What an object, a list or a number takes besides its text. */
const VALUE_UNITS = 8;

/** What a row takes in memory, in UTF-16 units of two bytes. With a list of its own instead of recursion: rows can be nested deep. */
export function rowUnits(value: RowValue): number {
  let units = 0;
  const open: RowValue[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    units += VALUE_UNITS;
    if (typeof next === 'string') units += next.length;
    else if (next instanceof Uint8Array) units += next.length / 2;
    else if (typeof next === 'object' && next !== null) for (const item of Object.values(next)) open.push(item);
  }
  return units;
}
