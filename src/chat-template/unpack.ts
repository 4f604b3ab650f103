import { fail } from './python-fail.ts';
import { itemsOf, toList } from './python-iteration.ts';
import { typeName } from './python-repr.ts';
import { Undefined, type Value } from './python-values.ts';

/** The values on the right of `a, b = value`, exactly `count` of them; raises what Python raises. An undefined value has none. */
export function unpack(value: Value, count: number): readonly Value[] {
  const items = itemsOf(value) ?? (value instanceof Undefined ? [] : toUnpacked(value));
  if (items.length > count) fail('ValueError', `too many values to unpack (expected ${count})`);
  if (items.length < count) fail('ValueError', `not enough values to unpack (expected ${count}, got ${items.length})`);
  return items;
}

function toUnpacked(value: Value): readonly Value[] {
  if (typeof value === 'number' || value === null || typeof value === 'boolean')
    return fail('TypeError', `cannot unpack non-iterable ${typeName(value)} object`);
  return toList(value);
}
