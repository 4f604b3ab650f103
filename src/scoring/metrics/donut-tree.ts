import type { JsonValue } from '../../formats/json-value.ts';
import { codePointLength } from '../../lib/code-point-length.ts';
import { pythonStrip } from './python-strip.ts';
import type { TreeNode } from './tree-distance.ts';

type JsonObject = { [key: string]: JsonValue };
const ITEM = '<subtree>';

/**
 * A document as Donut's evaluation sees it (clovaai/donut, donut/util.py): without everything Python calls false, also 0 and `false`; keys
 * sorted by length and then alphabet; texts trimmed, as leaves below their key. Of a list that is not all objects only texts and
 * numbers stay. For values whose depth is bounded.
 */
export function donutTree(value: JsonValue): TreeNode {
  return { label: '<root>', leaf: false, children: childrenOf(value, true) };
}

/** The nodes below a key, or below the root, whose object is not an item of its own. */
function childrenOf(value: JsonValue, atRoot: boolean): readonly TreeNode[] {
  if (isFalsy(value)) return [];
  if (Array.isArray(value)) return value.every(isObject) ? value.flatMap(itemOf) : value.flatMap(textItemOf);
  if (!isObject(value)) return [leafOf(value)];
  return atRoot ? keysOf(value) : itemOf(value);
}

function itemOf(value: JsonObject): TreeNode[] {
  const children = keysOf(value);
  return children.length === 0 ? [] : [{ label: ITEM, leaf: false, children }];
}

function keysOf(value: JsonObject): TreeNode[] {
  const nodes: TreeNode[] = [];
  for (const key of Object.keys(value).sort(byLengthThenAlphabet)) {
    const children = childrenOf(value[key] ?? null, false);
    if (children.length > 0) nodes.push({ label: key, leaf: false, children });
  }
  return nodes;
}

function textItemOf(item: JsonValue): TreeNode[] {
  if (typeof item !== 'string' && typeof item !== 'number') return [];
  const leaf = leafOf(item);
  return leaf.label === '' ? [] : [leaf];
}

function leafOf(value: string | number | boolean | null): TreeNode {
  const text = value === true ? 'True' : pythonStrip(String(value));
  return { label: text, leaf: true, children: [] };
}

function byLengthThenAlphabet(first: string, second: string): number {
  return codePointLength(first) - codePointLength(second) || (first < second ? -1 : first > second ? 1 : 0);
}

function isFalsy(value: JsonValue): boolean {
  if (value === null || value === false || value === 0 || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function isObject(value: JsonValue): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
