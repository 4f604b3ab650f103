import { failed, ok, type Result } from '../../lib/result.ts';
import { resolveReference } from './resolve-reference.ts';
import type { SchemaNode, SchemaObject } from './schema-copy.ts';

/** How often one value of an answer may be looked at: references that fan out double the work with every level. */
const MOST_EFFORT = 1_000;
/** Answers nest a few levels. */
const DEEPEST_ANSWER = 32;

/** Where a subschema is applied: to the same value, or to one inside it. Of the members of one group at most one applies at a time. */
interface Uses {
  readonly same: readonly SchemaObject[];
  readonly inner: readonly (readonly SchemaObject[])[];
}

/**
 * How deep an answer may nest so that checking it stays cheap; at most 32 levels. Fails when a reference leads nowhere, or a schema
 * applies itself to the same value without end.
 */
export function schemaEffort(root: SchemaObject): Result<number> {
  const ordered = inOrder(root);
  if (!ordered.ok) return ordered;
  let below = new Map<SchemaObject, number>();
  for (let depth = 0; depth <= DEEPEST_ANSWER; depth++) {
    const effort = new Map<SchemaObject, number>();
    for (const [node, { same, inner }] of ordered.value) {
      const own = depth === 0 ? 1 : sum(inner, (group) => Math.max(0, ...group.map((child) => below.get(child) ?? 0)));
      effort.set(node, Math.min(Number.MAX_SAFE_INTEGER, own + sum(same, (child) => effort.get(child) ?? 0)));
    }
    if ((effort.get(root) ?? 0) > MOST_EFFORT) {
      return depth === 0 ? failed('it applies too many subschemas to one value') : ok(depth - 1);
    }
    below = effort;
  }
  return ok(DEEPEST_ANSWER);
}

/** Every schema that can apply, each after those that it applies to the same value. */
function inOrder(root: SchemaObject): Result<ReadonlyMap<SchemaObject, Uses>> {
  const done = new Map<SchemaObject, Uses>();
  const open = new Set<SchemaObject>();
  const later: SchemaObject[] = [root];
  const visit = (node: SchemaObject): string | undefined => {
    if (done.has(node)) return undefined;
    if (open.has(node)) return 'it refers to itself without end';
    open.add(node);
    const uses = usesOf(node, root);
    if (uses === undefined) return 'a reference leads nowhere';
    for (const child of uses.same) {
      const problem = visit(child);
      if (problem !== undefined) return problem;
    }
    open.delete(node);
    done.set(node, uses);
    later.push(...uses.inner.flat());
    return undefined;
  };
  for (let node = later.pop(); node !== undefined; node = later.pop()) {
    const problem = visit(node);
    if (problem !== undefined) return failed(problem);
  }
  return ok(done);
}

function usesOf(node: SchemaObject, root: SchemaObject): Uses | undefined {
  const target = node.$ref === undefined ? undefined : resolveReference(root, node.$ref);
  if (node.$ref !== undefined && target === undefined) return undefined;
  const parts = (...keywords: string[]): SchemaObject[] => keywords.flatMap((keyword) => objectsIn(node[keyword]));
  const named = (keyword: string): SchemaObject[] => objectsIn(mapValues(node[keyword]));
  return {
    same: [
      ...objectsIn(target),
      ...parts('allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'),
      ...named('dependentSchemas'),
    ],
    inner: [
      [...named('properties'), ...parts('additionalProperties')],
      ...named('patternProperties').map((child) => [child]),
      parts('prefixItems', 'items', 'additionalItems'),
      ...['contains', 'propertyNames', 'unevaluatedItems', 'unevaluatedProperties'].map((keyword) => parts(keyword)),
    ],
  };
}

function mapValues(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function objectsIn(value: unknown): SchemaObject[] {
  const nodes: unknown[] = Array.isArray(value) ? value : [value];
  return nodes.filter((node): node is SchemaObject => isObjectNode(node));
}

function isObjectNode(node: unknown): node is Exclude<SchemaNode, boolean> {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

function sum<T>(items: readonly T[], effort: (item: T) => number): number {
  return items.reduce((total, item) => total + effort(item), 0);
}
