// Python's comparisons on the engine's values. They call each other for nested values, so they share one file.

import { fail, failUndefined } from './python-fail.ts';
import { itemsOf, iterate } from './python-iteration.ts';
import { isList, numberOf, textOf } from './python-primitives.ts';
import { typeName } from './python-repr.ts';
import { pythonString } from './python-text.ts';
import { DictView, keyOf, PyDict, PyIterator, PyRange, PyTuple, Undefined, type Value } from './python-values.ts';
import { renderBudget } from './render-budget.ts';

/** `left == right`; values of different kinds are unequal, but for ints and floats. */
export function equals(left: Value, right: Value): boolean {
  if (left === right) return true;
  const leftText = textOf(left);
  if (leftText !== undefined) return leftText === textOf(right);
  const leftNumber = numberOf(left);
  if (leftNumber !== undefined) {
    const rightNumber = numberOf(right);
    return rightNumber !== undefined && sameNumber(leftNumber.value, rightNumber.value);
  }
  if (isList(left)) return isList(right) && equalItems(left, right);
  if (left instanceof PyTuple) return right instanceof PyTuple && equalItems(left.items, right.items);
  if (left instanceof PyDict) return right instanceof PyDict && equalDicts(left, right);
  if (left instanceof Undefined) return right instanceof Undefined;
  if (left instanceof PyRange) return right instanceof PyRange && equalItems(itemsOf(left) ?? [], itemsOf(right) ?? []);
  if (left instanceof DictView && right instanceof DictView && left.part !== 'values' && right.part !== 'values')
    return left.dict.size === right.dict.size && [...iterate(left)].every((item) => contains(right, item));
  return false;
}

// JavaScript orders bigints and numbers by value, as Python does.
function sameNumber(left: number | bigint, right: number | bigint): boolean {
  if (typeof left === typeof right) return left === right;
  return left <= right && left >= right;
}

function equalItems(left: readonly Value[], right: readonly Value[]): boolean {
  if (left.length !== right.length) return false;
  renderBudget.spend(left.length);
  return left.every((item, index) => equals(item, right[index] ?? null));
}

function equalDicts(left: PyDict, right: PyDict): boolean {
  if (left.size !== right.size) return false;
  renderBudget.spend(left.size);
  for (const [key, value] of left.map) {
    const other = right.map.get(key);
    if (other === undefined || !equals(value, other)) return false;
  }
  return true;
}

type Ordering = '<' | '<=' | '>' | '>=';

function ordered(operator: Ordering, sign: number): boolean {
  switch (operator) {
    case '<':
      return sign < 0;
    case '<=':
      return sign <= 0;
    case '>':
      return sign > 0;
    case '>=':
      return sign >= 0;
  }
}

// By code points: JavaScript's own order puts U+FFxx after the pairs that encode U+10000 and up.
function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  if (!pythonString.isWide(left) && !pythonString.isWide(right)) return left < right ? -1 : 1;
  const a = [...left];
  const b = [...right];
  for (let index = 0; index < a.length && index < b.length; index++) {
    const difference = (a[index]?.codePointAt(0) ?? 0) - (b[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function compareItems(operator: Ordering, left: readonly Value[], right: readonly Value[]): boolean {
  const size = Math.min(left.length, right.length);
  for (let index = 0; index < size; index++) {
    renderBudget.spend(1);
    const a = left[index] ?? null;
    const b = right[index] ?? null;
    if (!equals(a, b)) return compare(operator, a, b);
  }
  return ordered(operator, left.length - right.length);
}

/** `left < right` and the like. Throws TypeError as Python does. */
export function compare(operator: Ordering, left: Value, right: Value): boolean {
  const leftText = textOf(left);
  const rightText = textOf(right);
  if (leftText !== undefined && rightText !== undefined) return ordered(operator, compareTexts(leftText, rightText));
  const a = numberOf(left);
  const b = numberOf(right);
  if (a !== undefined && b !== undefined) {
    if (Number.isNaN(a.value) || Number.isNaN(b.value)) return false;
    return ordered(operator, a.value < b.value ? -1 : a.value > b.value ? 1 : 0);
  }
  if (isList(left) && isList(right)) return compareItems(operator, left, right);
  if (left instanceof PyTuple && right instanceof PyTuple) return compareItems(operator, left.items, right.items);
  if (left instanceof Undefined) failUndefined(left);
  if (right instanceof Undefined) failUndefined(right);
  return fail(
    'TypeError',
    `'${operator}' not supported between instances of '${typeName(left)}' and '${typeName(right)}'`,
  );
}

/** `item in container`. */
export function contains(container: Value, item: Value): boolean {
  const text = textOf(container);
  if (text !== undefined) {
    const part = textOf(item);
    if (part !== undefined) return text.includes(part);
    return fail('TypeError', `'in <string>' requires string as left operand, not ${typeName(item)}`);
  }
  if (container instanceof PyDict) return container.map.has(keyOf(item));
  if (container instanceof DictView && container.part === 'keys') return container.dict.map.has(keyOf(item));
  const items = itemsOf(container);
  if (items !== undefined) return items.some((other) => equals(other, item));
  if (container instanceof PyIterator) {
    for (const other of iterate(container)) if (equals(other, item)) return true;
    return false;
  }
  return fail('TypeError', `argument of type '${typeName(container)}' is not iterable`);
}

/** Ordering as sorted() does: stable, with `<` only. */
export function sortValues<Item>(items: readonly Item[], key: (item: Item) => Value, reverse = false): Item[] {
  const keyed = items.map((item) => ({ item, key: key(item) }));
  renderBudget.spend(items.length);
  keyed.sort((a, b) => {
    if (compare('<', a.key, b.key)) return reverse ? 1 : -1;
    if (compare('<', b.key, a.key)) return reverse ? -1 : 1;
    return 0;
  });
  return keyed.map(({ item }) => item);
}
