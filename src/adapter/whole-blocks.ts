import type { KeptRows } from './kept-rows.ts';
import type { Span } from './row-blocks.ts';

/** Blocks of `size` counted from the tensor's first value, through its rows; one of which only a part was kept is left out. */
export function wholeBlocks({ segments }: KeptRows, size: number): readonly Span[] {
  return segments.flatMap(({ at, flat, length }) => {
    const first = Math.ceil(flat / size) * size - flat;
    const count = Math.max(0, Math.floor((length - first) / size));
    return Array.from({ length: count }, (_, block): Span => {
      const start = at + first + block * size;
      return [start, start + size];
    });
  });
}
