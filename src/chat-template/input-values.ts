import { normalInt } from './python-primitives.ts';
import {
  DictView,
  keyOf,
  Markup,
  Namespace,
  type Origin,
  PyDict,
  PyFloat,
  PyFunction,
  PyIterator,
  PyObject,
  PyRange,
  PyTuple,
  type RawObject,
  Traced,
  Undefined,
  type Value,
} from './python-values.ts';
import { TemplateError } from './template-error.ts';

const ENGINE_CLASSES = [
  PyFloat,
  PyDict,
  PyTuple,
  PyRange,
  PyIterator,
  PyFunction,
  PyObject,
  DictView,
  Namespace,
  Markup,
  Undefined,
  Traced,
];

function numberValue(value: number): Value {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  // JSON writes 1e21 and up with an exponent, which Python reads as a float; smaller whole numbers were ints.
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value) : new PyFloat(value);
}

class InputObject implements RawObject {
  readonly object: object;
  constructor(object: object) {
    this.object = object;
  }
  members(): Map<unknown, Value> {
    const members = new Map<unknown, Value>();
    const entries = this.object instanceof Map ? this.object : Object.entries(this.object);
    // JSON has no undefined: such a field is absent.
    for (const [key, value] of entries) if (value !== undefined) members.set(keyOf(String(key)), inputValue(value));
    return members;
  }
}

function isEngineValue(value: object): value is Exclude<Value, null | boolean | number | bigint | string> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype !== Object.prototype && prototype !== null && ENGINE_CLASSES.some((made) => value instanceof made);
}

/** The engine's value for parsed JSON. Takes Map for an object whose key order matters, bigint and PyFloat for exact numbers. */
export function inputValue(value: unknown): Value {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return numberValue(value);
    case 'bigint':
      return normalInt(value);
    case 'undefined':
      return null;
    case 'object':
      if (value === null) return null;
      if (Array.isArray(value)) return value.map(inputValue);
      if (isEngineValue(value)) return value;
      return new PyDict(new InputObject(value));
    default:
      throw new TemplateError('TypeError', `a ${typeof value} cannot be given to a template`);
  }
}

/** The same value with every text in it traced to the origin. */
export function tracedValue(value: Value, origin: Origin): Value {
  if (typeof value === 'string') return new Traced(value, value === '' ? [] : [{ text: value, origin, block: 0 }]);
  if (Array.isArray(value)) return value.map((item: Value) => tracedValue(item, origin));
  if (value instanceof PyTuple) return new PyTuple(value.items.map((item) => tracedValue(item, origin)));
  if (!(value instanceof PyDict)) return value;
  const dict = new PyDict();
  for (const [key, item] of value.entries()) dict.set(key, tracedValue(item, origin));
  return dict;
}

/** The conversation, each text traced to its message and top-level field. */
export function tracedMessages(messages: Value): Value {
  if (!Array.isArray(messages)) return messages;
  return messages.map((message: Value, index) => {
    if (!(message instanceof PyDict)) return tracedValue(message, { kind: 'message', index, field: '' });
    const dict = new PyDict();
    for (const [key, item] of message.entries())
      dict.set(key, tracedValue(item, { kind: 'message', index, field: typeof key === 'string' ? key : '' }));
    return dict;
  });
}
