import { bindArguments } from './bind-arguments.ts';
import type { FilterFunction, FilterSet } from './filter-set.ts';
import { compare, contains, equals } from './python-comparison.ts';
import { itemsOf, lengthOf } from './python-iteration.ts';
import { binary } from './python-operators.ts';
import { numberOf, textOf } from './python-primitives.ts';
import { pythonText } from './python-repr.ts';
import {
  DictView,
  keyOf,
  Markup,
  PyDict,
  PyFloat,
  PyFunction,
  PyIterator,
  PyObject,
  Undefined,
  type Value,
} from './python-values.ts';
import { callStringMethod } from './string-methods.ts';

type Check = (value: Value, other: Value, library: FilterSet) => boolean;

function define(name: string, check: Check, parameters = 1): [string, FilterFunction] {
  const signature = { name, parameters: ['value', 'other'].slice(0, parameters), required: parameters };
  return [
    name,
    (args, keywords, library) => {
      const [value = null, other = null] = bindArguments(signature, args, keywords);
      return check(value, other, library);
    },
  ];
}

const pair = (name: string, check: Check) => define(name, check, 2);

function isKind(value: Value, method: string): boolean {
  return callStringMethod(pythonText(value), method, { args: [], keywords: undefined }) === true;
}

function divides(value: Value, by: Value, rest: number): boolean {
  return equals(binary('%', value, by), rest);
}

// `1 is sameas 1` holds in CPython for small ints and interned texts; nothing else is promised there either.
function isSame(value: Value, other: Value): boolean {
  if (value === other) return true;
  if (value instanceof PyFloat || Array.isArray(value)) return false;
  const text = textOf(value);
  return text !== undefined && text === textOf(other);
}

function isSequence(value: Value): boolean {
  if (value instanceof DictView || value instanceof PyObject) return false;
  return lengthOf(value) !== undefined;
}

function isIterable(value: Value): boolean {
  return (
    itemsOf(value) !== undefined ||
    value instanceof PyIterator ||
    (value instanceof PyObject && value.live.typeName === 'LoopContext')
  );
}

// jinja2's Undefined has a `__call__`, which raises.
function isCallable(value: Value): boolean {
  return (
    value instanceof PyFunction ||
    value instanceof Undefined ||
    (value instanceof PyObject && value.live.call !== undefined)
  );
}

function inside(names: ReadonlyMap<string, unknown>, value: Value): boolean {
  const key = keyOf(value);
  return typeof key === 'string' && names.has(key);
}

const TESTS: readonly [string, FilterFunction][] = [
  define('odd', (value) => divides(value, 2, 1)),
  define('even', (value) => divides(value, 2, 0)),
  pair('divisibleby', (value, by) => divides(value, by, 0)),
  define('defined', (value) => !(value instanceof Undefined)),
  define('undefined', (value) => value instanceof Undefined),
  define('filter', (value, _, library) => inside(library.filters, value)),
  define('test', (value, _, library) => inside(library.tests, value)),
  define('none', (value) => value === null),
  define('boolean', (value) => typeof value === 'boolean'),
  define('false', (value) => value === false),
  define('true', (value) => value === true),
  define('integer', (value) => typeof value === 'number' || typeof value === 'bigint'),
  define('float', (value) => value instanceof PyFloat),
  define('lower', (value) => isKind(value, 'islower')),
  define('upper', (value) => isKind(value, 'isupper')),
  define('string', (value) => textOf(value) !== undefined),
  define('mapping', (value) => value instanceof PyDict),
  define('number', (value) => numberOf(value) !== undefined),
  define('sequence', isSequence),
  define('iterable', isIterable),
  define('callable', isCallable),
  pair('sameas', isSame),
  define('escaped', (value) => value instanceof Markup),
  pair('in', (value, container) => contains(container, value)),
  ...['==', 'eq', 'equalto'].map((name) => pair(name, equals)),
  ...['!=', 'ne'].map((name) => pair(name, (value, other) => !equals(value, other))),
  ...['>', 'gt', 'greaterthan'].map((name) => pair(name, (value, other) => compare('>', value, other))),
  ...['>=', 'ge'].map((name) => pair(name, (value, other) => compare('>=', value, other))),
  ...['<', 'lt', 'lessthan'].map((name) => pair(name, (value, other) => compare('<', value, other))),
  ...['<=', 'le'].map((name) => pair(name, (value, other) => compare('<=', value, other))),
];

/** jinja2's tests by name. */
export const templateTests: ReadonlyMap<string, FilterFunction> = new Map(TESTS);
