import { bindArguments } from './bind-arguments.ts';
import { equals } from './python-comparison.ts';
import { fail, failUndefined } from './python-fail.ts';
import { formatMethod } from './python-format-method.ts';
import { intOf, isList, textOf } from './python-primitives.ts';
import { typeName } from './python-repr.ts';
import { elementAt, sliceRange } from './python-slice.ts';
import {
  type Call,
  DictView,
  Markup,
  Namespace,
  PyDict,
  PyFloat,
  PyFunction,
  PyObject,
  PyRange,
  PyTuple,
  Traced,
  Undefined,
  type Value,
} from './python-values.ts';
import { shortRepr } from './short-repr.ts';
import { callStringMethod, isStringMethod } from './string-methods.ts';
import { tracedSources } from './traced-call.ts';
import { derivedText } from './traced-text.ts';

// Attributes every Python object has; the sandbox refuses to hand them out.
const DUNDERS = new Set(
  'class delattr dir doc eq format ge getattribute getstate gt hash init init_subclass le lt ne new reduce reduce_ex repr setattr sizeof str subclasshook'
    .split(' ')
    .map((name) => `__${name}__`),
);
const DICT_MUTATORS = new Set(['clear', 'pop', 'popitem', 'setdefault', 'update']);
const LIST_MUTATORS = new Set(['append', 'clear', 'pop', 'reverse', 'insert', 'sort', 'extend', 'remove']);

function builtin(name: string, call: Call): PyFunction {
  return new PyFunction(name, call, { typeName: 'builtin_function_or_method' });
}

function dictMethod(dict: PyDict, name: string): Call | undefined {
  switch (name) {
    case 'get':
      return (args, keywords) => {
        const [key = null, fallback = null] = bindArguments(
          { name: 'get', parameters: ['key', 'default'], required: 1, positionalOnly: 2 },
          args,
          keywords,
        );
        const value = dict.get(key);
        return value === undefined ? fallback : value;
      };
    case 'items':
    case 'keys':
    case 'values':
      return (args, keywords) => {
        bindArguments({ name: `dict.${name}`, parameters: [], required: 0 }, args, keywords);
        return new DictView(dict, name);
      };
    case 'copy':
      return (args, keywords) => {
        bindArguments({ name: 'dict.copy', parameters: [], required: 0 }, args, keywords);
        return dict;
      };
    case 'fromkeys':
      return ([keys = null, value = null]) => {
        const made = new PyDict();
        if (isList(keys)) for (const key of keys) made.set(key, value);
        return made;
      };
    default:
      return undefined;
  }
}

function listMethod(items: readonly Value[], name: string, self: Value): Call | undefined {
  switch (name) {
    case 'index':
      return (args, keywords) => {
        const signature = { name: 'index', parameters: ['value', 'start', 'stop'], required: 1, positionalOnly: 3 };
        const [wanted = null, start = 0, stop = items.length] = bindArguments(signature, args, keywords);
        const range = sliceRange(items.length, [requireInt(start), requireInt(stop), null]);
        const at = items.slice(range.start, range.start + range.count).findIndex((item) => equals(item, wanted));
        return at === -1 ? fail('ValueError', `${shortRepr(wanted)} is not in list`) : range.start + at;
      };
    case 'count':
      return (args, keywords) => {
        const signature = { name: 'count', parameters: ['value'], required: 1, positionalOnly: 1 };
        const [wanted = null] = bindArguments(signature, args, keywords);
        return items.filter((item) => equals(item, wanted)).length;
      };
    case 'copy':
      if (!isList(self)) return undefined;
      return (args, keywords) => {
        bindArguments({ name: 'list.copy', parameters: [], required: 0 }, args, keywords);
        return items;
      };
    default:
      return undefined;
  }
}

function numberAttribute(value: Value, name: string): Value | undefined {
  const float = value instanceof PyFloat;
  if (!float && typeof value !== 'number' && typeof value !== 'bigint' && typeof value !== 'boolean') return undefined;
  const own = typeof value === 'boolean' ? Number(value) : value;
  if (name === 'real') return own;
  if (name === 'imag') return float ? new PyFloat(0) : 0;
  if (name === 'conjugate') return builtin(name, () => own);
  if (float) return name === 'is_integer' ? builtin(name, () => Number.isInteger(value.value)) : undefined;
  if (name === 'numerator') return own;
  if (name === 'denominator') return 1;
  const size = BigInt(value) < 0n ? -BigInt(value) : BigInt(value);
  return name === 'bit_length' ? builtin(name, () => (size === 0n ? 0 : size.toString(2).length)) : undefined;
}

function unsafe(value: Value, name: string): Undefined {
  return new Undefined(`access to attribute '${name}' of '${typeName(value)}' object is unsafe.`, 'SecurityError');
}

function formatCall(self: string | Traced | Markup, isMap: boolean): Call {
  const format = textOf(self) ?? '';
  const access = { attribute: getAttribute, item: getItem };
  const finish = (text: string, sources: readonly Value[]): Value => {
    if (self instanceof Markup) return new Markup(text);
    return self instanceof Traced ? derivedText(text, [self, ...tracedSources(sources)]) : text;
  };
  return (args, keywords) => {
    if (!isMap) {
      const text = formatMethod(format, { args, named: (name) => keywords?.get(name) }, access);
      return finish(text, [...args, ...(keywords?.values() ?? [])]);
    }
    const [mapping] = args;
    if (mapping === undefined || args.length > 1)
      return fail('TypeError', `format_map() takes exactly one argument (${args.length} given)`);
    if (mapping instanceof Undefined) failUndefined(mapping);
    const named = (name: string) => (mapping instanceof PyDict ? mapping.get(name) : undefined);
    return finish(formatMethod(format, { args: [], named }, access), args);
  };
}

/** getattr(value, name) with the sandbox's refusals; undefined where Python raises AttributeError. */
function ownAttribute(value: Value, name: string): Value | undefined {
  if (name.startsWith('__') && DUNDERS.has(name)) return unsafe(value, name);
  if (typeof value === 'string' || value instanceof Traced || value instanceof Markup) {
    if (name === 'format' || name === 'format_map') return builtin(name, formatCall(value, name === 'format_map'));
    if (!isStringMethod(name)) return undefined;
    return builtin(name, (args, keywords) => callStringMethod(value, name, { args, keywords }) ?? null);
  }
  let call: Call | undefined;
  if (value instanceof PyDict) {
    if (DICT_MUTATORS.has(name)) return unsafe(value, name);
    call = dictMethod(value, name);
  } else if (isList(value)) {
    if (LIST_MUTATORS.has(name)) return unsafe(value, name);
    call = listMethod(value, name, value);
  } else if (value instanceof PyTuple) {
    const field = value.fields.indexOf(name);
    if (field !== -1) return value.items[field];
    call = listMethod(value.items, name, value);
  } else return otherAttribute(value, name);
  return call === undefined ? undefined : builtin(name, call);
}

function otherAttribute(value: Value, name: string): Value | undefined {
  if (value instanceof Namespace) {
    const found = value.attributes.map.get(name);
    return found !== undefined && name.startsWith('_') ? unsafe(value, name) : found;
  }
  if (value instanceof PyObject) return name.startsWith('_') ? undefined : value.live.attribute(name);
  if (value instanceof PyFunction) return value.attributes?.get(name);
  if (value instanceof PyRange) {
    if (name === 'start' || name === 'stop' || name === 'step') return value[name];
  }
  return numberAttribute(value, name);
}

function objectName(value: Value): string {
  if (value === null) return 'None';
  if (value instanceof PyFunction && value.typeName === 'Macro') return 'jinja2.runtime.Macro object';
  if (value instanceof PyObject && value.live.typeName === 'LoopContext') return 'jinja2.runtime.LoopContext object';
  if (value instanceof Namespace) return 'jinja2.utils.Namespace object';
  return `${typeName(value)} object`;
}

function noAttribute(value: Value, name: Value): Undefined {
  const text = textOf(name);
  if (text === undefined) return new Undefined(`${objectName(value)} has no element ${shortRepr(name)}`);
  return new Undefined(`'${objectName(value)}' has no attribute '${text}'`);
}

/** `value.name` of a template: the attribute, else the item, else undefined. */
export function getAttribute(value: Value, name: string): Value {
  if (value instanceof Undefined) return DUNDERS.has(name) ? unsafe(value, name) : failUndefined(value);
  const own = ownAttribute(value, name);
  if (own !== undefined) return own;
  const item = value instanceof PyDict ? value.get(name) : undefined;
  return item === undefined ? noAttribute(value, name) : item;
}

/** obj[key] of Python, undefined where it raises LookupError or TypeError. */
function ownItem(value: Value, key: Value): Value | undefined {
  if (value instanceof PyDict) {
    // A list cannot be a key: Python raises TypeError, which jinja2 takes for "no such item".
    if (isList(key) || key instanceof PyDict) return undefined;
    return value.get(key);
  }
  return elementAt(value, key);
}

/** `value[key]` of a template: the item, else the attribute, else undefined. */
export function getItem(value: Value, key: Value): Value {
  const item = ownItem(value, key);
  if (item !== undefined) return item;
  if (value instanceof Undefined) failUndefined(value);
  const name = textOf(key);
  const own = name === undefined ? undefined : ownAttribute(value, name);
  return own === undefined ? noAttribute(value, key) : own;
}

/** Whether getattr() finds the attribute, for the filter `attr`. */
export function hasAttribute(value: Value, name: string): boolean {
  return ownAttribute(value, name) !== undefined;
}

/** An argument that must be an int. Throws TypeError. */
export function requireInt(value: Value): number {
  const number = typeof value === 'object' || typeof value === 'string' ? undefined : intOf(value);
  if (number !== undefined) return number;
  if (value instanceof Undefined) failUndefined(value);
  return fail('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`);
}

/** `callee(*args, **keywords)`. Throws TypeError for what cannot be called. */
export function callValue(callee: Value, args: readonly Value[], keywords: Parameters<Call>[1]): Value {
  if (callee instanceof PyFunction) return callee.call(args, keywords);
  if (callee instanceof PyObject && callee.live.call !== undefined) return callee.live.call(args, keywords);
  if (callee instanceof Undefined) failUndefined(callee);
  return fail('TypeError', `'${typeName(callee)}' object is not callable`);
}
