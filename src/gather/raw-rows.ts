import type { RawRow } from '../evidence/data-set.ts';
import type { RowValue } from '../formats/row-value.ts';
import { createBoundedSample } from './bounded-sample.ts';

/** Rows as they were read, the first one and as many others as fit. */
export interface RawRows {
  offer(row: RawRow): void;
  items(): readonly RawRow[];
}

/** 64 MB at two bytes a UTF-16 unit: 20,000 rows of ordinary chat, whose texts the data rows share anyway. */
const BUDGET = 32 * 1024 * 1024;
/** What an object, a list or a number takes besides its text. */
const VALUE_UNITS = 8;
/** Any number will do: two readings of a file must keep the same rows. */
const SEED = 4;

/** Keeps the first row, by which trainers decide what the data set is, and an even random part of the others. */
export function createRawRows(): RawRows {
  let first: RawRow | undefined;
  const rest = createBoundedSample<RawRow>(BUDGET, ({ row }) => unitsOf(row), SEED);
  return {
    offer: (row) => {
      if (first === undefined) first = row;
      else rest.offer(row);
    },
    items: () => (first === undefined ? [] : [first, ...rest.items()]),
  };
}

/** With a list of its own instead of recursion: rows can be nested as deep as their file says. */
function unitsOf(value: RowValue): number {
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
