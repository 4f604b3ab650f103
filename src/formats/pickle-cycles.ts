import type { PickleNode, PickleValue } from './pickle-value.ts';

/** Deeper than any saved arguments, shallow enough for every recursion over the value that follows. */
const MAX_DEPTH = 1000;

/**
 * Replaces, in place, every reference that leads back into a value that contains it by a `cycle`; returns the value, or
 * undefined when it is nested deeper than 1000 levels. Every node is visited once, however often it is shared, so a small pickle that
 * describes exponentially many paths costs no more than its size.
 */
export function breakPickleCycles(root: PickleValue): PickleValue | undefined {
  const heights = new Map<PickleNode, number | 'open'>();
  return settle(root, 0, heights) === undefined ? undefined : root;
}

type Heights = Map<PickleNode, number | 'open'>;

/** Height of the value (0: holds nothing), or undefined when `depth` plus height passes the limit. */
function settle(value: PickleValue, depth: number, heights: Heights): number | undefined {
  if (typeof value !== 'object' || value === null) return 0;
  const known = heights.get(value);
  if (typeof known === 'number') return depth + known > MAX_DEPTH ? undefined : known;
  if (depth >= MAX_DEPTH) return undefined;
  heights.set(value, 'open');
  let height = 0;
  const visit = (child: PickleValue): PickleValue | undefined => {
    if (typeof child === 'object' && child !== null && heights.get(child) === 'open') return { kind: 'cycle' };
    const below = settle(child, depth + 1, heights);
    if (below === undefined) return undefined;
    height = Math.max(height, below + 1);
    return child;
  };
  if (!visitChildren(value, visit)) return undefined;
  heights.set(value, height);
  return height;
}

type Visit = (child: PickleValue) => PickleValue | undefined;

function visitChildren(node: PickleNode, visit: Visit): boolean {
  switch (node.kind) {
    case 'list':
    case 'tuple':
    case 'set':
      return visitArray(node.items, visit);
    case 'dict':
      return visitPairs(node.entries, visit);
    case 'persistent': {
      const id = visit(node.id);
      if (id !== undefined) node.id = id;
      return id !== undefined;
    }
    case 'object':
      for (const part of ['args', 'kwargs', 'state'] as const) {
        const old = node[part];
        const settled = old === undefined ? undefined : visit(old);
        if (settled !== undefined) node[part] = settled;
        else if (old !== undefined) return false;
      }
      return visitArray(node.items, visit) && visitPairs(node.entries, visit);
    default:
      return true;
  }
}

function visitArray(items: PickleValue[], visit: Visit): boolean {
  for (let at = 0; at < items.length; at++) {
    const settled = visit(items[at] ?? null);
    if (settled === undefined) return false;
    items[at] = settled;
  }
  return true;
}

function visitPairs(entries: [PickleValue, PickleValue][], visit: Visit): boolean {
  return entries.every((pair) => visitArray(pair, visit));
}
