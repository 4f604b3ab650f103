/** Which pairs of symbols merge, in an open-addressing table of integers. */
export interface MergeTable {
  /** Slot of a pair, -1 when it does not merge. */
  find(left: number, right: number): number;
  /** Per slot: the rank (lower merges first) and the symbol that results. */
  readonly ranks: Int32Array;
  readonly results: Int32Array;
}

export interface Merge {
  readonly left: number;
  readonly right: number;
  readonly result: number;
}

/** Builds the table; the rank of a merge is its index, a pair listed twice has the later one. */
export function createMergeTable(count: number, merge: (index: number) => Merge): MergeTable {
  let size = 16;
  while (size < count * 2) size *= 2;
  const mask = size - 1;
  const lefts = new Int32Array(size).fill(-1);
  const rights = new Int32Array(size);
  const ranks = new Int32Array(size);
  const results = new Int32Array(size);
  const slotOf = (left: number, right: number): number => {
    const mixed = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) & mask;
  };
  for (let rank = 0; rank < count; rank++) {
    const { left, right, result } = merge(rank);
    let slot = slotOf(left, right);
    while (lefts[slot] !== -1 && (lefts[slot] !== left || rights[slot] !== right)) slot = (slot + 1) & mask;
    lefts[slot] = left;
    rights[slot] = right;
    ranks[slot] = rank;
    results[slot] = result;
  }
  return {
    find: (left, right) => {
      let slot = slotOf(left, right);
      for (;;) {
        const found = lefts[slot];
        if (found === -1) return -1;
        if (found === left && rights[slot] === right) return slot;
        slot = (slot + 1) & mask;
      }
    },
    ranks,
    results,
  };
}
