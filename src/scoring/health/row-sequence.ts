/** Rows that can be gone through any number of times and need not all be in memory as objects. Every array is such a sequence. */
export interface RowSequence<T> extends Iterable<T> {
  readonly length: number;
  readonly at: (index: number) => T | undefined;
}

/** A sequence whose rows are made when they are asked for; `rowAt` is only asked for rows from 0 to `length - 1`. */
export function rowSequence<T>(length: number, rowAt: (index: number) => T): RowSequence<T> {
  return {
    length,
    at: (index) => (index >= 0 && index < length ? rowAt(index) : undefined),
    *[Symbol.iterator]() {
      for (let index = 0; index < length; index++) yield rowAt(index);
    },
  };
}
