import {
  DictView,
  Markup,
  PyDict,
  PyFloat,
  PyObject,
  PyRange,
  PyTuple,
  Traced,
  Undefined,
  type Value,
} from './python-values.ts';

/** Whether a value is a Python list. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** bool(value). */
export function truthy(value: Value): boolean {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      return value !== '';
    case 'number':
      return value !== 0;
    case 'bigint':
      return true;
  }
  if (value === null || value instanceof Undefined) return false;
  if (isList(value)) return value.length > 0;
  if (value instanceof PyDict) return value.size > 0;
  if (value instanceof Traced || value instanceof Markup) return value.text !== '';
  if (value instanceof PyFloat) return value.value !== 0;
  if (value instanceof PyTuple) return value.items.length > 0;
  if (value instanceof PyRange) return value.length > 0;
  if (value instanceof DictView) return value.dict.size > 0;
  if (value instanceof PyObject) return value.live.length === undefined || value.live.length() > 0;
  return true;
}

/** The text of a str (or Markup), undefined for anything else. */
export function textOf(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  return value instanceof Traced || value instanceof Markup ? value.text : undefined;
}

export type PyNumber =
  | { readonly kind: 'int'; readonly value: number | bigint }
  | { readonly kind: 'float'; readonly value: number };

/** An int, float or bool as a number of its kind; undefined for anything else. */
export function numberOf(value: Value): PyNumber | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return { kind: 'int', value };
  if (typeof value === 'boolean') return { kind: 'int', value: value ? 1 : 0 };
  return value instanceof PyFloat ? { kind: 'float', value: value.value } : undefined;
}

/** An int argument as Python's index protocol takes it (bool too), undefined for other types. */
export function intOf(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint') return value > 0n ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER;
  return undefined;
}

/** Ints are numbers while they are exact, bigints beyond. */
export function normalInt(value: bigint): number | bigint {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}
