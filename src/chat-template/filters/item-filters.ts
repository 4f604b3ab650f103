import { getAttribute, hasAttribute, requireInt } from '../attributes.ts';
import type { FilterFunction, FilterSet } from '../filter-set.ts';
import { fail } from '../python-fail.ts';
import { iterate, pythonLength, toList } from '../python-iteration.ts';
import { add } from '../python-operators.ts';
import { textOf, truthy } from '../python-primitives.ts';
import { pythonRepr, pythonText, typeName } from '../python-repr.ts';
import { type Keywords, PyDict, PyIterator, PyTuple, Undefined, type Value } from '../python-values.ts';
import { renderBudget } from '../render-budget.ts';
import { attributeGetter, type Getter } from './attribute-getter.ts';
import { type Bound, defineFilter } from './define-filter.ts';

function generator(values: Generator<Value>): PyIterator {
  return new PyIterator(values, 'generator');
}

function* slices(value: Value, count: number, fill: Value): Generator<Value> {
  const items = toList(value);
  if (count === 0) fail('ZeroDivisionError', 'integer division or modulo by zero');
  const size = Math.floor(items.length / count);
  const extra = items.length - size * count;
  let offset = 0;
  for (let index = 0; index < count; index++) {
    const start = offset + index * size;
    if (index < extra) offset++;
    const part = items.slice(start, offset + (index + 1) * size);
    yield fill !== null && index >= extra ? [...part, fill] : part;
  }
}

function* batches(value: Value, size: number, fill: Value): Generator<Value> {
  let batch: Value[] = [];
  for (const item of iterate(value)) {
    if (batch.length === size) {
      yield batch;
      batch = [];
    }
    batch.push(item);
  }
  if (batch.length === 0) return;
  if (fill !== null && batch.length < size) {
    renderBudget.allow(size);
    while (batch.length < size) batch.push(fill);
  }
  yield batch;
}

function mapper(args: readonly Value[], keywords: Keywords | undefined, library: FilterSet): Getter {
  if (args.length === 0 && keywords?.has('attribute')) {
    const [unexpected] = [...keywords.keys()].filter((name) => name !== 'attribute' && name !== 'default');
    if (unexpected !== undefined) fail('FilterArgumentError', `Unexpected keyword argument '${unexpected}'`);
    return attributeGetter(keywords.get('attribute') ?? null, { fallback: keywords.get('default') ?? null });
  }
  const [name, ...rest] = args;
  if (name === undefined) return fail('FilterArgumentError', 'map requires a filter argument');
  const filter =
    library.filters.get(pythonText(name)) ?? fail('TemplateRuntimeError', `No filter named ${pythonRepr(name)}.`);
  return (item) => filter([item, ...rest], keywords, library);
}

const map: FilterFunction = ([value = null, ...args], keywords, library) =>
  generator(
    (function* () {
      if (!truthy(value)) return;
      const apply = mapper(args, keywords, library);
      for (const item of iterate(value)) {
        renderBudget.spend(1);
        yield apply(item);
      }
    })(),
  );

function selector(keep: boolean, byAttribute: boolean): FilterFunction {
  return ([value = null, ...given], keywords, library) =>
    generator(
      (function* () {
        if (!truthy(value)) return;
        const args = [...given];
        let get: Getter = (item) => item;
        if (byAttribute) {
          const attribute = args.shift();
          if (attribute === undefined) return fail('FilterArgumentError', 'Missing parameter for attribute name');
          get = attributeGetter(attribute);
        }
        const name = args.shift();
        const test =
          name === undefined
            ? undefined
            : (library.tests.get(pythonText(name)) ??
              fail('TemplateRuntimeError', `No test named ${pythonRepr(name)}.`));
        for (const item of iterate(value)) {
          renderBudget.spend(1);
          const subject = get(item);
          if (truthy(test === undefined ? subject : test([subject, ...args], keywords, library)) === keep) yield item;
        }
      })(),
    );
}

function sum(value: Value, [attribute, start]: Bound): Value {
  const get = attributeGetter(attribute ?? null);
  let total: Value = start ?? 0;
  if (textOf(total) !== undefined) fail('TypeError', "sum() can't sum strings [use ''.join(seq) instead]");
  for (const item of iterate(value)) {
    renderBudget.spend(1);
    total = add(total, get(item));
  }
  return total;
}

function attribute(value: Value, [name]: Bound): Value {
  const key = textOf(name ?? null) ?? fail('TypeError', 'attribute name must be string');
  if (value instanceof Undefined) return getAttribute(value, key);
  return hasAttribute(value, key)
    ? getAttribute(value, key)
    : new Undefined(`'${typeName(value)} object' has no attribute '${key}'`);
}

function items(value: Value): Value {
  return generator(
    (function* () {
      if (value instanceof Undefined) return;
      if (!(value instanceof PyDict)) return fail('TypeError', 'Can only get item pairs from a mapping.');
      yield* value.entries().map((pair) => new PyTuple(pair));
    })(),
  );
}

function unrepeatable(): never {
  return fail('TemplateError', 'the filter "random" gives another result at every render');
}

/** Filters that take values apart and put them together. */
export const itemFilters: readonly [string, FilterFunction][] = [
  defineFilter('attr', 'name', attribute),
  defineFilter('batch', 'linecount fill_with?', (value, [size, fill]) =>
    generator(batches(value, requireInt(size ?? null), fill ?? null)),
  ),
  defineFilter('count', '', pythonLength),
  defineFilter('items', '', items),
  defineFilter('length', '', pythonLength),
  defineFilter('list', '', (value) => toList(value)),
  ['map', map],
  defineFilter('random', '', unrepeatable),
  ['reject', selector(false, false)],
  ['rejectattr', selector(false, true)],
  ['select', selector(true, false)],
  ['selectattr', selector(true, true)],
  defineFilter('slice', 'slices fill_with?', (value, [count, fill]) =>
    generator(slices(value, requireInt(count ?? null), fill ?? null)),
  ),
  defineFilter('sum', 'attribute? start?', sum),
];
