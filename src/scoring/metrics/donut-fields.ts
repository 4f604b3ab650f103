import type { TreeNode } from './tree-distance.ts';

/** Leaves of two documents paired by path and text: F1 is `right / (right + wrong / 2)`, pooled over documents. */
export interface DonutFields {
  readonly right: number;
  /** Leaves of either side without a partner. */
  readonly wrong: number;
}

/** Donut's field-level comparison: path without list positions and text must both be equal. Documents as `donutTree` leaves them. */
export function donutFields(gold: TreeNode, answer: TreeNode): DonutFields {
  const wanted: string[] = [];
  collectLeaves(gold, '', wanted);
  if (gold === answer) return { right: wanted.length, wrong: 0 };
  const given: string[] = [];
  collectLeaves(answer, '', given);
  const open = new Map<string, number>();
  for (const leaf of wanted) open.set(leaf, (open.get(leaf) ?? 0) + 1);
  let right = 0;
  for (const leaf of given) {
    const left = open.get(leaf) ?? 0;
    if (left === 0) continue;
    open.set(leaf, left - 1);
    right++;
  }
  return { right, wrong: wanted.length + given.length - 2 * right };
}

function collectLeaves({ children }: TreeNode, path: string, leaves: string[]): void {
  for (const child of children) {
    // The length keeps path and text apart whatever they hold.
    if (child.leaf) leaves.push(`${path.length}:${path}${child.label}`);
    // An item of a list adds nothing to the path; a key that is called the same as items are would not either.
    else
      collectLeaves(
        child,
        child.label === '<subtree>' ? path : path === '' ? child.label : `${path}.${child.label}`,
        leaves,
      );
  }
}
