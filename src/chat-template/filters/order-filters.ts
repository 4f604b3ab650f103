import type { FilterFunction } from '../filter-set.ts';
import { compare, equals, sortValues } from '../python-comparison.ts';
import { fail } from '../python-fail.ts';
import { itemsOf, iterate, toList } from '../python-iteration.ts';
import { isList, textOf, truthy } from '../python-primitives.ts';
import { typeName } from '../python-repr.ts';
import { slice } from '../python-slice.ts';
import { keyOf, Markup, PyDict, PyIterator, PyTuple, Traced, Undefined, type Value } from '../python-values.ts';
import { attributeGetter, type Getter } from './attribute-getter.ts';
import { type Bound, defineFilter, type Run } from './define-filter.ts';
import { ignoreCase } from './ignore-case.ts';
import { noAttribute } from './no-attribute.ts';

const folds = (caseSensitive: Value | undefined) => !truthy(caseSensitive ?? false);

function dictSort(value: Value, [caseSensitive, by, reverse]: Bound): Value {
  const part = by === undefined ? 'key' : textOf(by);
  if (part !== 'key' && part !== 'value')
    return fail('FilterArgumentError', 'You can only sort by either "key" or "value"');
  const pairs = value instanceof PyDict ? value.entries() : noAttribute(value, 'items');
  const fold = folds(caseSensitive);
  const key = ([name, item]: [Value, Value]) => {
    const sorted = part === 'key' ? name : item;
    return fold ? ignoreCase(sorted) : sorted;
  };
  return sortValues(pairs, key, truthy(reverse ?? false)).map((pair) => new PyTuple(pair));
}

function sort(value: Value, [reverse, caseSensitive, attribute]: Bound): Value {
  const fold = folds(caseSensitive);
  const given = attribute ?? null;
  const text = textOf(given);
  const getters = (text === undefined ? [given] : text.split(',')).map((part) => attributeGetter(part, { fold }));
  return sortValues(toList(value), (item) => getters.map((get) => get(item)), truthy(reverse ?? false));
}

function* unique(value: Value, get: Getter): Generator<Value> {
  const seen = new Set<unknown>();
  for (const item of iterate(value)) {
    const key = keyOf(get(item));
    if (seen.has(key)) continue;
    seen.add(key);
    yield item;
  }
}

function extreme(operator: '<' | '>'): Run {
  return (value, [caseSensitive, attribute]) => {
    const get = attributeGetter(attribute ?? null, { fold: folds(caseSensitive) });
    let best: { readonly item: Value; readonly key: Value } | undefined;
    for (const item of iterate(value)) {
      const key = get(item);
      if (best === undefined || compare(operator, key, best.key)) best = { item, key };
    }
    return best === undefined ? new Undefined('No aggregated item, sequence was empty.') : best.item;
  };
}

function groupBy(value: Value, [attribute, fallback, caseSensitive]: Bound): Value {
  const options = { fallback: fallback ?? null };
  const fold = folds(caseSensitive);
  const key = attributeGetter(attribute ?? null, { ...options, fold });
  const real = attributeGetter(attribute ?? null, options);
  const groups: { key: Value; items: Value[] }[] = [];
  for (const item of sortValues(toList(value), key)) {
    const itemKey = key(item);
    const group = groups.at(-1);
    if (group !== undefined && equals(group.key, itemKey)) group.items.push(item);
    else groups.push({ key: itemKey, items: [item] });
  }
  return groups.map(
    ({ key: shared, items }) => new PyTuple([fold ? real(items[0] ?? null) : shared, items], ['grouper', 'list']),
  );
}

function first(value: Value): Value {
  for (const item of iterate(value)) return item;
  return new Undefined('No first item, sequence was empty.');
}

function notReversible(value: Value): never {
  return fail('TypeError', `'${typeName(value)}' object is not reversible`);
}

function last(value: Value): Value {
  const items = itemsOf(value) ?? notReversible(value);
  const item = items.at(-1);
  return item === undefined ? new Undefined('No last item, sequence was empty.') : item;
}

function reverse(value: Value): Value {
  if (value instanceof Traced || typeof value === 'string' || value instanceof Markup)
    return slice(value, [null, null, -1]);
  const items = itemsOf(value);
  if (items !== undefined && !(value instanceof Undefined)) {
    const reversed = [...items].reverse();
    return new PyIterator(reversed.values(), isList(value) ? 'list_reverseiterator' : 'reversed');
  }
  if (value instanceof PyIterator || value instanceof Undefined) return [...toList(value)].reverse();
  return fail('FilterArgumentError', 'argument must be iterable');
}

/** Filters that sort, group, choose and turn around. */
export const orderFilters: readonly [string, FilterFunction][] = [
  defineFilter('dictsort', 'case_sensitive? by? reverse?', dictSort),
  defineFilter('first', '', first),
  defineFilter('groupby', 'attribute default? case_sensitive?', groupBy),
  defineFilter('last', '', last),
  defineFilter('max', 'case_sensitive? attribute?', extreme('>')),
  defineFilter('min', 'case_sensitive? attribute?', extreme('<')),
  defineFilter('reverse', '', reverse),
  defineFilter('sort', 'reverse? case_sensitive? attribute?', sort),
  defineFilter(
    'unique',
    'case_sensitive? attribute?',
    (value, [caseSensitive, by]) =>
      new PyIterator(unique(value, attributeGetter(by ?? null, { fold: folds(caseSensitive) })), 'generator'),
  ),
];
