import { fail } from './python-fail.ts';
import { isList } from './python-primitives.ts';
import { typeName } from './python-repr.ts';
import { pythonString } from './python-text.ts';
import {
  DictView,
  Markup,
  PyDict,
  PyIterator,
  PyObject,
  PyRange,
  PyTuple,
  Traced,
  Undefined,
  type Value,
} from './python-values.ts';
import { renderBudget } from './render-budget.ts';
import { sliceTraced } from './traced-text.ts';

/** The elements of what Python can walk and measure; undefined for generators and what cannot be walked. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (isList(value)) return value;
  if (value instanceof PyTuple) return value.items;
  if (typeof value === 'string') return pythonString.characters(value);
  if (value instanceof Traced) return sliceTraced.characters(value);
  if (value instanceof Markup) return pythonString.characters(value.text);
  if (value instanceof PyDict) return value.keys();
  if (value instanceof Undefined) return [];
  if (value instanceof PyRange) return Array.from({ length: value.length }, (_, index) => value.at(index));
  if (value instanceof DictView) return value.items();
  return undefined;
}

/** Throws TypeError for what Python cannot iterate. */
export function iterate(value: Value): Iterable<Value> {
  const items = itemsOf(value);
  if (items !== undefined) return items;
  if (value instanceof PyIterator) return { [Symbol.iterator]: () => value.iterator };
  return fail('TypeError', `'${typeName(value)}' object is not iterable`);
}

/** list(value). */
export function toList(value: Value): readonly Value[] {
  const items = itemsOf(value);
  if (items !== undefined) return items;
  const list: Value[] = [];
  for (const item of iterate(value)) {
    renderBudget.spend(1);
    list.push(item);
  }
  return list;
}

/** len(value), undefined for what has none. */
export function lengthOf(value: Value): number | undefined {
  if (typeof value === 'string') return pythonString.length(value);
  if (isList(value)) return value.length;
  if (value instanceof PyDict) return value.size;
  if (value instanceof Traced || value instanceof Markup) return pythonString.length(value.text);
  if (value instanceof PyTuple) return value.items.length;
  if (value instanceof Undefined) return 0;
  if (value instanceof PyRange) return value.length;
  if (value instanceof DictView) return value.dict.size;
  return value instanceof PyObject ? value.live.length?.() : undefined;
}

/** len(value). */
export function pythonLength(value: Value): number {
  return lengthOf(value) ?? fail('TypeError', `object of type '${typeName(value)}' has no len()`);
}
