import type { RawRow } from '../evidence/data-set.ts';
import { createBoundedSample } from './bounded-sample.ts';
import { rowUnits } from './row-units.ts';

/** Rows as they were read, the first one and as many others as fit. */
export interface RawRows {
  offer(row: RawRow): void;
  items(): readonly RawRow[];
}

/** 64 MB at two bytes a UTF-16 unit: 20,000 rows of ordinary chat, whose texts the data rows share anyway. */
const BUDGET = 32 * 1024 * 1024;
/** Any number will do: two readings of a file must keep the same rows. */
const SEED = 4;

/** Keeps the first row, by which trainers decide what the data set is, and an even random part of the others. */
export function createRawRows(): RawRows {
  let first: RawRow | undefined;
  const rest = createBoundedSample<RawRow>(BUDGET, ({ row }) => rowUnits(row), SEED);
  return {
    offer: (row) => {
      if (first === undefined) first = row;
      else rest.offer(row);
    },
    items: () => (first === undefined ? [] : [first, ...rest.items()]),
  };
}
