import { getItem } from '../attributes.ts';
import { textOf } from '../python-primitives.ts';
import { Undefined, type Value } from '../python-values.ts';
import { ignoreCase } from './ignore-case.ts';

export type Getter = (item: Value) => Value;

function attributeParts(attribute: Value): Value[] {
  if (attribute === null) return [];
  const text = textOf(attribute);
  if (text === undefined) return [attribute];
  return text.split('.').map((part) => (/^\p{Nd}+$/u.test(part) ? Number(part) : part));
}

/** Reads what a filter calls `attribute`: a path of names and positions, an item, or the value itself for None. */
export function attributeGetter(
  attribute: Value,
  options: { readonly fold?: boolean; readonly fallback?: Value } = {},
): Getter {
  const parts = attributeParts(attribute);
  const { fallback = null } = options;
  return (item) => {
    let value = item;
    for (const part of parts) {
      value = getItem(value, part);
      if (fallback !== null && value instanceof Undefined) value = fallback;
    }
    return options.fold ? ignoreCase(value) : value;
  };
}
