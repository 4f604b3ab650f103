import { codePointLength } from '../../lib/code-point-length.ts';
import { editDistance } from '../../lib/edit-distance.ts';
import { type EditCosts, type TreeNode, treeDistance } from './tree-distance.ts';

/** Pairs of nodes; tables of 1,000 by 1,000 are filled once per pair of key roots. */
const MOST_PAIRS = 1e6;

const costs: EditCosts = {
  add: costOf,
  change: (from, to) => {
    if (from.leaf && to.leaf) return editDistance(from.label, to.label) ?? Number.NaN;
    if (from.leaf) return 1 + codePointLength(from.label);
    if (to.leaf) return 1 + codePointLength(to.label);
    return from.label === to.label ? 0 : 1;
  },
};

/**
 * Donut's accuracy of one document: 1 - tree edit distance / cost of the gold tree, at least 0 (the number of the CORD leaderboard).
 * Both documents as `donutTree` leaves them. As the reference program does, 0 when the gold tree is empty (it divides 0 by 0), also for
 * an empty answer. Null when too large to tell. A long invented text costs by its length: compare systems with it, gate nothing.
 */
export function donutAccuracy(gold: TreeNode, answer: TreeNode): number | null {
  const whole = costOfAll(gold.children);
  if (whole === 0) return 0;
  const distance = gold === answer ? 0 : forestDistance(answer.children, gold.children);
  return distance === null ? null : Math.max(0, 1 - distance / whole);
}

/**
 * Distance between two lists of trees. Since the costs are a metric, an optimal edit keeps equal trees that both lists begin or end with,
 * and equal roots of two lone trees, so they are taken off first: most answers differ from the gold document in one or two places.
 */
function forestDistance(given: readonly TreeNode[], wanted: readonly TreeNode[]): number | null {
  const shorter = Math.min(given.length, wanted.length);
  let start = 0;
  while (start < shorter && isSame(given[start], wanted[start])) start++;
  let tail = 0;
  while (tail < shorter - start && isSame(given.at(-1 - tail), wanted.at(-1 - tail))) tail++;
  const left = given.slice(start, given.length - tail);
  const right = wanted.slice(start, wanted.length - tail);
  if (left.length === 0 || right.length === 0) return costOfAll(left) + costOfAll(right);
  const [first] = left;
  const [second] = right;
  if (left.length === 1 && right.length === 1 && first?.leaf === second?.leaf && first && second) {
    if (first.leaf) return editDistance(first.label, second.label);
    if (first.label === second.label) return forestDistance(first.children, second.children);
  }
  if (nodesOf(left) * nodesOf(right) > MOST_PAIRS) return null;
  const distance = treeDistance(rootOver(left), rootOver(right), costs);
  return Number.isNaN(distance) ? null : distance;
}

function isSame(first: TreeNode | undefined, second: TreeNode | undefined): boolean {
  if (first === undefined || second === undefined) return false;
  if (first.label !== second.label || first.leaf !== second.leaf) return false;
  if (first.children.length !== second.children.length) return false;
  return first.children.every((child, index) => isSame(child, second.children[index]));
}

function rootOver(children: readonly TreeNode[]): TreeNode {
  return { label: '<root>', leaf: false, children };
}

function costOf(node: TreeNode): number {
  return node.leaf ? codePointLength(node.label) : 1;
}

/** Cost of inserting whole trees; for the gold document its distance from an empty one, whose lone root is kept. */
function costOfAll(trees: readonly TreeNode[]): number {
  return trees.reduce((sum, tree) => sum + costOf(tree) + costOfAll(tree.children), 0);
}

function nodesOf(trees: readonly TreeNode[]): number {
  return trees.reduce((sum, tree) => sum + 1 + nodesOf(tree.children), 0);
}
