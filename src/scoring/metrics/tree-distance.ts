/** A node of an ordered tree whose edit costs are fixed; leaves carry text, inner nodes a name. */
export interface TreeNode {
  readonly label: string;
  readonly leaf: boolean;
  readonly children: readonly TreeNode[];
}

export interface EditCosts {
  /** Of inserting or deleting a node. */
  readonly add: (node: TreeNode) => number;
  /** Of turning one node into another; NaN ends up in the distance. */
  readonly change: (from: TreeNode, to: TreeNode) => number;
}

/** Nodes in post-order, with what the algorithm needs to know of each. */
interface Indexed {
  readonly nodes: readonly TreeNode[];
  /** Per node the leftmost leaf below it. */
  readonly leftmost: readonly number[];
  /** The root and every node with a left sibling, ascending: each starts a table of its own. */
  readonly keyRoots: readonly number[];
}

/**
 * Least cost of turning one ordered tree into another by inserting, deleting and relabelling nodes (Zhang and Shasha 1989).
 * O(n m min(depth, leaves)²): the caller bounds the trees.
 */
export function treeDistance(first: TreeNode, second: TreeNode, costs: EditCosts): number {
  const [left, right] = [indexed(first), indexed(second)];
  const known = left.nodes.map(() => new Float64Array(right.nodes.length));
  for (const from of left.keyRoots) {
    for (const to of right.keyRoots) fillTable({ left, right, known, costs }, from, to);
  }
  return known.at(-1)?.at(-1) ?? 0;
}

interface Work {
  readonly left: Indexed;
  readonly right: Indexed;
  /** Distances between subtrees, by their roots. */
  readonly known: readonly Float64Array[];
  readonly costs: EditCosts;
}

/** Distances between all beginnings of the two subtrees (as forests); those of whole subtrees go into `known`. */
function fillTable({ left, right, known, costs }: Work, from: number, to: number): void {
  const startLeft = left.leftmost[from] ?? 0;
  const startRight = right.leftmost[to] ?? 0;
  const columns = to - startRight + 2;
  const table = new Float64Array((from - startLeft + 2) * columns);
  const cell = (row: number, column: number): number => table[row * columns + column] ?? 0;
  const added = right.nodes.slice(startRight, to + 1).map((node) => costs.add(node));
  for (let column = 1; column < columns; column++) table[column] = cell(0, column - 1) + (added[column - 1] ?? 0);
  for (let row = 1; row <= from - startLeft + 1; row++) {
    const source = left.nodes[startLeft + row - 1];
    if (source === undefined) continue;
    const removed = costs.add(source);
    const headLeft = left.leftmost[startLeft + row - 1] ?? 0;
    table[row * columns] = cell(row - 1, 0) + removed;
    for (let column = 1; column < columns; column++) {
      const target = right.nodes[startRight + column - 1];
      const line = known[startLeft + row - 1];
      if (target === undefined || line === undefined) continue;
      const headRight = right.leftmost[startRight + column - 1] ?? 0;
      const whole = headLeft === startLeft && headRight === startRight;
      const joined = whole
        ? cell(row - 1, column - 1) + costs.change(source, target)
        : cell(headLeft - startLeft, headRight - startRight) + (line[startRight + column - 1] ?? 0);
      const least = Math.min(cell(row - 1, column) + removed, cell(row, column - 1) + (added[column - 1] ?? 0), joined);
      table[row * columns + column] = least;
      if (whole) line[startRight + column - 1] = least;
    }
  }
}

function indexed(root: TreeNode): Indexed {
  const nodes: TreeNode[] = [];
  const leftmost: number[] = [];
  const visit = (node: TreeNode): number => {
    let first = -1;
    for (const child of node.children) {
      const leaf = visit(child);
      if (first === -1) first = leaf;
    }
    const own = nodes.push(node) - 1;
    leftmost.push(first === -1 ? own : first);
    return first === -1 ? own : first;
  };
  visit(root);
  const last = new Map(leftmost.map((leaf, node) => [leaf, node]));
  return { nodes, leftmost, keyRoots: [...last.values()].sort((a, b) => a - b) };
}
