import type { JsonValue } from '../../formats/json-value.ts';

export interface Leaf {
  readonly path: string;
  readonly value: string | number | boolean | null;
}

/** An answer with more values is compared by its first ones. */
const MOST_LEAVES = 500;
const DEEPEST = 64;

/** The values of an answer with their paths (`items[0].price`), in order, at most 500. */
export function leavesOf(value: JsonValue): readonly Leaf[] {
  const leaves: Leaf[] = [];
  collect(value, '', { leaves, depth: 0 });
  return leaves;
}

function collect(value: JsonValue, path: string, { leaves, depth }: { leaves: Leaf[]; depth: number }): void {
  if (leaves.length >= MOST_LEAVES || depth > DEEPEST) return;
  if (value === null || typeof value !== 'object') {
    leaves.push({ path, value });
    return;
  }
  const into = { leaves, depth: depth + 1 };
  if (Array.isArray(value))
    for (let at = 0; at < Math.min(value.length, MOST_LEAVES); at++) collect(value[at] ?? null, `${path}[${at}]`, into);
  else
    for (const [key, inner] of Object.entries(value).slice(0, MOST_LEAVES))
      collect(inner, path === '' ? key : `${path}.${key}`, into);
}
