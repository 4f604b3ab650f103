/** A text in UTF-16 units, or token ids. */
export type Symbols = string | ArrayLike<number>;

/** Symbols that all of several begin with, and end with. The two may overlap where all are nearly the same. */
export interface CommonEnds {
  readonly head: number;
  readonly tail: number;
  readonly count: number;
  /** The first one, with which the others share them. */
  readonly model: Symbols | undefined;
}

export interface CommonEndsReading {
  readonly add: (symbols: Symbols) => void;
  readonly result: () => CommonEnds;
}

/** Compares what comes one by one with the first of it. */
export function commonEnds(): CommonEndsReading {
  let model: Symbols | undefined;
  let [count, head, tail] = [0, 0, 0];
  return {
    add: (symbols) => {
      if (model === undefined) [model, head, tail] = [symbols, symbols.length, symbols.length];
      count++;
      head = sharedHead(model, symbols, head);
      tail = sharedTail(model, symbols, tail);
    },
    result: () => ({ head, tail, count, model }),
  };
}

function sharedHead(model: Symbols, other: Symbols, most: number): number {
  const end = Math.min(most, other.length);
  let at = 0;
  while (at < end && symbolAt(model, at) === symbolAt(other, at)) at++;
  return at;
}

function sharedTail(model: Symbols, other: Symbols, most: number): number {
  const end = Math.min(most, other.length);
  let at = 0;
  while (at < end && symbolAt(model, model.length - 1 - at) === symbolAt(other, other.length - 1 - at)) at++;
  return at;
}

function symbolAt(symbols: Symbols, at: number): number | undefined {
  return typeof symbols === 'string' ? symbols.charCodeAt(at) : symbols[at];
}
