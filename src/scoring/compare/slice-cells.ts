import type { SliceFeature } from './slice-features.ts';

/** Rows with one value of a column, or with one of each of two columns. */
export interface SliceCell {
  readonly members: readonly (readonly [feature: number, value: number])[];
  readonly n: number;
  readonly right: number;
}

/** Every value of every column, and every pair of values of two columns that occurs. `right`: 1 for a right row, 0 for a wrong one. */
export function sliceCells(features: readonly SliceFeature[], right: Int8Array): readonly SliceCell[] {
  const single = features.flatMap((one, first) =>
    cellsOf([one], right).map(({ at, ...cell }) => ({ members: [[first, at]] as const, ...cell })),
  );
  const pairs = features.flatMap((one, first) =>
    features.slice(first + 1).flatMap((other, after) => {
      const width = other.values.length;
      const occurring = cellsOf([one, other], right).filter(({ n }) => n > 0);
      return occurring.map(({ at, ...cell }): SliceCell => {
        const members = [
          [first, Math.floor(at / width)],
          [first + 1 + after, at % width],
        ] as const;
        return { members, ...cell };
      });
    }),
  );
  return [...single, ...pairs];
}

/** Indexed loops: this walks over all rows for every pair of columns, and iterators take ten times as long. */
function cellsOf(
  [one, other]: readonly [SliceFeature, SliceFeature?],
  right: Int8Array,
): readonly { readonly at: number; readonly n: number; readonly right: number }[] {
  const width = other === undefined ? 1 : other.values.length;
  const n = new Uint32Array(one.values.length * width);
  const hits = new Uint32Array(n.length);
  for (let row = 0; row < right.length; row++) {
    const code = one.codes[row] ?? -1;
    const inner = other === undefined ? 0 : (other.codes[row] ?? -1);
    if (code < 0 || inner < 0) continue;
    const at = code * width + inner;
    n[at] = (n[at] ?? 0) + 1;
    hits[at] = (hits[at] ?? 0) + (right[row] ?? 0);
  }
  return Array.from(n, (count, at) => ({ at, n: count, right: hits[at] ?? 0 }));
}
