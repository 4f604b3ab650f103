import type { RowSequence } from './row-sequence.ts';

/** What is made of each row whenever it is asked for. */
export function mappedRows<T, U>(rows: RowSequence<T>, map: (row: T, index: number) => U): RowSequence<U> {
  return {
    length: rows.length,
    at: (index) => {
      const row = rows.at(index);
      return row === undefined ? undefined : map(row, index);
    },
    *[Symbol.iterator]() {
      let index = 0;
      for (const row of rows) yield map(row, index++);
    },
  };
}
