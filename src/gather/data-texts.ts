import { type StoredText, textBlocks } from './data-text-blocks.ts';

/** A list of texts that are kept as bytes. */
export interface DataTexts {
  readonly add: (text: string | undefined) => void;
  /** What was added at this place, from 0. */
  readonly at: (index: number) => string | undefined;
}

/** An empty list. Where a text stands is kept in arrays of numbers, since an object for each takes as much as a short text. */
export function dataTexts(): DataTexts {
  const { write, read } = textBlocks();
  const [blocks, starts, ends]: [(StoredText['block'] | undefined)[], number[], number[]] = [[], [], []];
  return {
    add: (text) => {
      const stored = text === undefined ? undefined : write(text);
      blocks.push(stored?.block);
      starts.push(stored?.start ?? 0);
      ends.push(stored?.end ?? 0);
    },
    at: (index) => {
      const block = blocks[index];
      return block && read({ block, start: starts[index] ?? 0, end: ends[index] ?? 0 });
    },
  };
}
