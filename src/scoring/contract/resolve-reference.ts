import type { SchemaNode, SchemaObject } from './schema-copy.ts';

/** The subschema that `#`, `#/$defs/name` or `#anchor` means, undefined when there is none. */
export function resolveReference(root: SchemaObject, reference: unknown): SchemaNode | undefined {
  if (typeof reference !== 'string' || !reference.startsWith('#')) return undefined;
  const fragment = decoded(reference.slice(1));
  if (fragment === undefined) return undefined;
  if (fragment !== '' && !fragment.startsWith('/')) return findAnchor(root, fragment);
  let current: unknown = root;
  for (const step of fragment.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    current = isObject(current) && Object.hasOwn(current, key) ? current[key] : undefined;
  }
  return typeof current === 'boolean' || (isObject(current) && !Array.isArray(current)) ? current : undefined;
}

function findAnchor(root: SchemaObject, anchor: string): SchemaObject | undefined {
  const pending: unknown[] = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (!isObject(next)) continue;
    if (next.$anchor === anchor) return next;
    pending.push(...Object.values(next));
  }
  return undefined;
}

function decoded(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is SchemaObject {
  return typeof value === 'object' && value !== null;
}
