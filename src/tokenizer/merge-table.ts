/** Which pairs of symbols merge, in an open-addressing table of integers. */
export interface MergeTable {
  /** Where in `entries` the rank of a pair is (lower merges first), with the symbol that results behind it; -1 when it does not merge. */
  find(left: number, right: number): number;
  readonly entries: Int32Array;
}

export interface Merge {
  readonly left: number;
  readonly right: number;
  readonly result: number;
}

// Left, right, rank and result side by side: they are read together, and the table is too large for the processor's cache.
const SLOT = 4;

/** Builds the table; the rank of a merge is its index, a pair listed twice has the later one. */
export function createMergeTable(count: number, merge: (index: number) => Merge): MergeTable {
  let size = 16;
  while (size < count * 2) size *= 2;
  const mask = size - 1;
  const entries = new Int32Array(size * SLOT).fill(-1);
  const slotOf = (left: number, right: number): number => {
    const mixed = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
    return ((mixed ^ (mixed >>> 15)) & mask) * SLOT;
  };
  const next = (slot: number): number => (slot + SLOT) & (size * SLOT - 1);
  for (let rank = 0; rank < count; rank++) {
    const { left, right, result } = merge(rank);
    let slot = slotOf(left, right);
    while (entries[slot] !== -1 && (entries[slot] !== left || entries[slot + 1] !== right)) slot = next(slot);
    entries[slot] = left;
    entries[slot + 1] = right;
    entries[slot + 2] = rank;
    entries[slot + 3] = result;
  }
  return {
    find: (left, right) => {
      let slot = slotOf(left, right);
      for (;;) {
        const found = entries[slot];
        if (found === -1) return -1;
        if (found === left && entries[slot + 1] === right) return slot + 2;
        slot = next(slot);
      }
    },
    entries,
  };
}
