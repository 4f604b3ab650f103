import { fail, failUndefined } from '../python-fail.ts';
import { typeName } from '../python-repr.ts';
import { Undefined, type Value } from '../python-values.ts';

/** Python's answer to a method that a value does not have. */
export function noAttribute(value: Value, name: string): never {
  if (value instanceof Undefined) failUndefined(value);
  return fail('AttributeError', `'${typeName(value)}' object has no attribute '${name}'`);
}
