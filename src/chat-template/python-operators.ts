// Python's operators on the engine's values. They call each other for nested values, so they share one file.

import { percentFormat } from './python-percent-format.ts';
import { pythonRepr, pythonText, typeName } from './python-repr.ts';
import { pythonString } from './python-text.ts';
import {
  DictView,
  keyOf,
  Markup,
  PyDict,
  PyFloat,
  PyFunction,
  PyIterator,
  PyObject,
  PyRange,
  PyTuple,
  Traced,
  Undefined,
  type Value,
} from './python-values.ts';
import { renderBudget } from './render-budget.ts';
import { type PythonErrorType, TemplateError } from './template-error.ts';
import { joinTraced, repeatTraced, sliceTraced } from './traced-text.ts';

// Powers and products of ints grow without end; 2^300,000 has some 90,000 digits and still takes a few milliseconds.
const MAX_INT_BITS = 300_000;

export function fail(type: PythonErrorType, message: string): never {
  throw new TemplateError(type, message);
}

export function failUndefined(value: Undefined): never {
  throw new TemplateError(value.exception, value.message);
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

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

export function equals(left: Value, right: Value): boolean {
  if (left === right) return true;
  const leftText = textOf(left);
  if (leftText !== undefined) return leftText === textOf(right);
  const leftNumber = numberOf(left);
  if (leftNumber !== undefined) {
    const rightNumber = numberOf(right);
    return rightNumber !== undefined && sameNumber(leftNumber.value, rightNumber.value);
  }
  if (isList(left)) return isList(right) && equalItems(left, right);
  if (left instanceof PyTuple) return right instanceof PyTuple && equalItems(left.items, right.items);
  if (left instanceof PyDict) return right instanceof PyDict && equalDicts(left, right);
  if (left instanceof Undefined) return right instanceof Undefined;
  if (left instanceof PyRange) return right instanceof PyRange && equalItems(itemsOf(left) ?? [], itemsOf(right) ?? []);
  if (left instanceof DictView && right instanceof DictView && left.part !== 'values' && right.part !== 'values')
    return left.dict.size === right.dict.size && [...iterate(left)].every((item) => contains(right, item));
  return false;
}

// JavaScript orders bigints and numbers by value, as Python does.
function sameNumber(left: number | bigint, right: number | bigint): boolean {
  if (typeof left === typeof right) return left === right;
  return left <= right && left >= right;
}

function equalItems(left: readonly Value[], right: readonly Value[]): boolean {
  if (left.length !== right.length) return false;
  renderBudget.spend(left.length);
  return left.every((item, index) => equals(item, right[index] ?? null));
}

function equalDicts(left: PyDict, right: PyDict): boolean {
  if (left.size !== right.size) return false;
  renderBudget.spend(left.size);
  for (const [key, value] of left.map) {
    const other = right.map.get(key);
    if (other === undefined || !equals(value, other)) return false;
  }
  return true;
}

type Ordering = '<' | '<=' | '>' | '>=';

function ordered(operator: Ordering, sign: number): boolean {
  switch (operator) {
    case '<':
      return sign < 0;
    case '<=':
      return sign <= 0;
    case '>':
      return sign > 0;
    case '>=':
      return sign >= 0;
  }
}

// By code points: JavaScript's own order puts U+FFxx after the pairs that encode U+10000 and up.
function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  if (!pythonString.isWide(left) && !pythonString.isWide(right)) return left < right ? -1 : 1;
  const a = [...left];
  const b = [...right];
  for (let index = 0; index < a.length && index < b.length; index++) {
    const difference = (a[index]?.codePointAt(0) ?? 0) - (b[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function compareItems(operator: Ordering, left: readonly Value[], right: readonly Value[]): boolean {
  const size = Math.min(left.length, right.length);
  for (let index = 0; index < size; index++) {
    renderBudget.spend(1);
    const a = left[index] ?? null;
    const b = right[index] ?? null;
    if (!equals(a, b)) return compare(operator, a, b);
  }
  return ordered(operator, left.length - right.length);
}

/** `left < right` and the like. Throws TypeError as Python does. */
export function compare(operator: Ordering, left: Value, right: Value): boolean {
  const leftText = textOf(left);
  const rightText = textOf(right);
  if (leftText !== undefined && rightText !== undefined) return ordered(operator, compareTexts(leftText, rightText));
  const a = numberOf(left);
  const b = numberOf(right);
  if (a !== undefined && b !== undefined) {
    if (Number.isNaN(a.value) || Number.isNaN(b.value)) return false;
    return ordered(operator, a.value < b.value ? -1 : a.value > b.value ? 1 : 0);
  }
  if (isList(left) && isList(right)) return compareItems(operator, left, right);
  if (left instanceof PyTuple && right instanceof PyTuple) return compareItems(operator, left.items, right.items);
  if (left instanceof Undefined) failUndefined(left);
  if (right instanceof Undefined) failUndefined(right);
  return fail(
    'TypeError',
    `'${operator}' not supported between instances of '${typeName(left)}' and '${typeName(right)}'`,
  );
}

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
  if (value instanceof DictView) {
    if (value.part === 'keys') return value.dict.keys();
    if (value.part === 'values') return [...value.dict.map.values()];
    return value.dict.entries().map((pair) => new PyTuple(pair));
  }
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

/** `item in container`. */
export function contains(container: Value, item: Value): boolean {
  const text = textOf(container);
  if (text !== undefined) {
    const part = textOf(item);
    if (part !== undefined) return text.includes(part);
    return fail('TypeError', `'in <string>' requires string as left operand, not ${typeName(item)}`);
  }
  if (container instanceof PyDict) return container.map.has(keyOf(item));
  if (container instanceof DictView && container.part === 'keys') return container.dict.map.has(keyOf(item));
  const items = itemsOf(container);
  if (items !== undefined) return items.some((other) => equals(other, item));
  if (container instanceof PyIterator) {
    for (const other of iterate(container)) if (equals(other, item)) return true;
    return false;
  }
  return fail('TypeError', `argument of type '${typeName(container)}' is not iterable`);
}

function unsupported(operator: string, left: Value, right: Value): never {
  if (left instanceof Undefined) failUndefined(left);
  if (right instanceof Undefined) failUndefined(right);
  const shown = operator === '**' ? '** or pow()' : operator;
  return fail('TypeError', `unsupported operand type(s) for ${shown}: '${typeName(left)}' and '${typeName(right)}'`);
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('>', '&gt;')
    .replaceAll('<', '&lt;')
    .replaceAll("'", '&#39;')
    .replaceAll('"', '&#34;');
}

/** markupsafe.escape: Markup stays as it is. */
export function escapeMarkup(value: Value): Markup {
  return value instanceof Markup ? value : new Markup(escapeHtml(pythonText(value)));
}

function joinItems(left: readonly Value[], right: readonly Value[]): Value[] {
  renderBudget.allow(left.length + right.length);
  renderBudget.spend(left.length + right.length);
  return [...left, ...right];
}

function addOther(left: Value, right: Value): Value {
  const leftText = textOf(left);
  const rightText = textOf(right);
  if (leftText !== undefined && rightText !== undefined) {
    renderBudget.allow(leftText.length + rightText.length);
    if (left instanceof Markup || right instanceof Markup)
      return new Markup(escapeMarkup(left).text + escapeMarkup(right).text);
    return joinTraced([left, right]);
  }
  if (isList(left) && isList(right)) return joinItems(left, right);
  if (left instanceof PyTuple && right instanceof PyTuple) return new PyTuple(joinItems(left.items, right.items));
  if (left instanceof Undefined || right instanceof Undefined) return unsupported('+', left, right);
  if (leftText !== undefined) fail('TypeError', `can only concatenate str (not "${typeName(right)}") to str`);
  if (isList(left)) fail('TypeError', `can only concatenate list (not "${typeName(right)}") to list`);
  if (left instanceof PyTuple) fail('TypeError', `can only concatenate tuple (not "${typeName(right)}") to tuple`);
  return unsupported('+', left, right);
}

export function add(left: Value, right: Value): Value {
  if (typeof left === 'string' && typeof right === 'string') {
    if (left.length + right.length > 1_000_000) renderBudget.allow(left.length + right.length);
    return left + right;
  }
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right;
    if (Number.isSafeInteger(sum)) return sum;
  }
  const a = numberOf(left);
  const b = numberOf(right);
  return a !== undefined && b !== undefined ? arithmetic('+', a, b) : addOther(left, right);
}

function checkBits(bits: number): void {
  if (bits > MAX_INT_BITS) fail('TemplateError', `the template makes an int of more than ${MAX_INT_BITS} bits`);
}

function bitsOf(value: bigint): number {
  return value.toString(16).length * 4;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function intPower(a: bigint, b: bigint): Value {
  if (b < 0n) {
    if (a === 0n) fail('ZeroDivisionError', '0.0 cannot be raised to a negative power');
    return new PyFloat(Number(a) ** Number(b));
  }
  if (a !== 0n && a !== 1n && a !== -1n) checkBits(bitsOf(a < 0n ? -a : a) * Number(b));
  return normalInt(a ** b);
}

function floatOf(value: number | bigint): number {
  const float = Number(value);
  if (!Number.isFinite(float)) fail('OverflowError', 'int too large to convert to float');
  return float;
}

// Division of ints is correctly rounded in Python; beyond 2^53 the quotient of two rounded floats may be one off.
function trueDivide(a: number | bigint, b: number | bigint): Value {
  if (b === 0) fail('ZeroDivisionError', 'division by zero');
  if (typeof a === 'number' && typeof b === 'number') return new PyFloat(a / b);
  const x = BigInt(a);
  const y = BigInt(b);
  if (x % y === 0n) return new PyFloat(floatOf(x / y));
  return new PyFloat(floatOf(x) / floatOf(y));
}

function intArithmetic(operator: string, left: number | bigint, right: number | bigint): Value {
  if (operator === '/') return trueDivide(left, right);
  const a = BigInt(left);
  const b = BigInt(right);
  switch (operator) {
    case '+':
      return normalInt(a + b);
    case '-':
      return normalInt(a - b);
    case '*':
      checkBits(bitsOf(a) + bitsOf(b));
      return normalInt(a * b);
    case '**':
      return intPower(a, b);
  }
  if (b === 0n)
    fail('ZeroDivisionError', operator === '%' ? 'integer modulo by zero' : 'integer division or modulo by zero');
  const quotient = floorDivide(a, b);
  return normalInt(operator === '//' ? quotient : a - quotient * b);
}

function floatModulo(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return b < 0 || Object.is(b, -0) ? -0 : 0;
  return rest < 0 !== b < 0 ? rest + b : rest;
}

function floatFloor(a: number, b: number): number {
  const rest = a % b;
  let quotient = (a - rest) / b;
  if (rest !== 0 && rest < 0 !== b < 0) quotient -= 1;
  if (quotient === 0) return a / b < 0 ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

function floatPower(a: number, b: number): number {
  if (a === 0 && b < 0) fail('ZeroDivisionError', '0.0 cannot be raised to a negative power');
  // Python says 1.0 where JavaScript says NaN.
  if (a === 1 || (a === -1 && !Number.isFinite(b))) return 1;
  const power = a ** b;
  if (!Number.isFinite(power) && Number.isFinite(a) && Number.isFinite(b) && !Number.isNaN(power))
    fail('OverflowError', "(34, 'Numerical result out of range')");
  if (Number.isNaN(power) && !Number.isNaN(a) && !Number.isNaN(b))
    fail('TemplateError', 'complex numbers are not supported');
  return power;
}

function floatArithmetic(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '**':
      return floatPower(a, b);
  }
  if (b === 0) {
    if (operator === '/') fail('ZeroDivisionError', 'float division by zero');
    fail('ZeroDivisionError', operator === '%' ? 'float modulo' : 'float floor division by zero');
  }
  if (operator === '/') return a / b;
  return operator === '%' ? floatModulo(a, b) : floatFloor(a, b);
}

function arithmetic(operator: string, a: PyNumber, b: PyNumber): Value {
  if (a.kind === 'int' && b.kind === 'int') return intArithmetic(operator, a.value, b.value);
  return new PyFloat(floatArithmetic(operator, floatOf2(a), floatOf2(b)));
}

function floatOf2(value: PyNumber): number {
  return value.kind === 'float' ? value.value : floatOf(value.value);
}

function repeatItems(items: readonly Value[], count: number): Value[] {
  const times = Math.max(0, count);
  renderBudget.allow(items.length * times);
  renderBudget.spend(items.length * times);
  return Array.from({ length: items.length * times }, (_, index) => items[index % items.length] ?? null);
}

function repeated(value: Value, count: Value): Value | undefined {
  const times = typeof count === 'object' ? undefined : intOf(count);
  if (times === undefined) return undefined;
  const text = textOf(value);
  if (text !== undefined) {
    renderBudget.allow(text.length * Math.max(0, times));
    if (value instanceof Traced) return repeatTraced(value, Math.max(0, times));
    const result = text.repeat(Math.max(0, times));
    return value instanceof Markup ? new Markup(result) : result;
  }
  if (isList(value)) return repeatItems(value, times);
  return value instanceof PyTuple ? new PyTuple(repeatItems(value.items, times)) : undefined;
}

function multiply(left: Value, right: Value): Value {
  if (left instanceof Undefined || right instanceof Undefined) return unsupported('*', left, right);
  const result = repeated(left, right) ?? repeated(right, left);
  if (result !== undefined) return result;
  const sequence = [left, right].find(
    (value) => textOf(value) !== undefined || isList(value) || value instanceof PyTuple,
  );
  if (sequence !== undefined)
    fail('TypeError', `can't multiply sequence by non-int of type '${typeName(sequence === left ? right : left)}'`);
  return unsupported('*', left, right);
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**';

/** `left operator right`. Throws TypeError and the like as Python does. */
export function binary(operator: BinaryOperator, left: Value, right: Value): Value {
  if (operator === '+') return add(left, right);
  if (typeof left === 'number' && typeof right === 'number') {
    if (operator === '-') {
      const difference = left - right;
      if (Number.isSafeInteger(difference)) return difference;
    }
    if (operator === '%' && right !== 0) {
      const rest = left % right;
      return rest !== 0 && rest < 0 !== right < 0 ? rest + right : rest + 0;
    }
  }
  const a = numberOf(left);
  const b = numberOf(right);
  if (a !== undefined && b !== undefined) return arithmetic(operator, a, b);
  if (operator === '*') return multiply(left, right);
  if (operator === '%') {
    const format = textOf(left);
    // str % anything formats, even with an undefined value: printing one gives nothing.
    if (format !== undefined) return percentFormat(format, right);
  }
  return unsupported(operator, left, right);
}

export function negate(value: Value): Value {
  if (typeof value === 'number') return value === 0 ? 0 : -value;
  if (typeof value === 'boolean') return value ? -1 : 0;
  if (typeof value === 'bigint') return normalInt(-value);
  if (value instanceof PyFloat) return new PyFloat(-value.value);
  if (value instanceof Undefined) failUndefined(value);
  return fail('TypeError', `bad operand type for unary -: '${typeName(value)}'`);
}

export function positive(value: Value): Value {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof PyFloat) return value;
  if (value instanceof Undefined) failUndefined(value);
  return fail('TypeError', `bad operand type for unary +: '${typeName(value)}'`);
}

function sliceBound(value: Value): number | undefined {
  if (value === null) return undefined;
  if (value instanceof Undefined) failIndex();
  return (typeof value === 'object' ? undefined : intOf(value)) ?? failIndex();
}

function failIndex(): never {
  return fail('TypeError', 'slice indices must be integers or None or have an __index__ method');
}

interface SliceRange {
  readonly start: number;
  readonly count: number;
  readonly step: number;
}

/** Python's slice.indices(). */
export function sliceRange(length: number, bounds: readonly [Value, Value, Value]): SliceRange {
  const step = sliceBound(bounds[2]) ?? 1;
  if (step === 0) fail('ValueError', 'slice step cannot be zero');
  const low = step > 0 ? 0 : -1;
  const high = step > 0 ? length : length - 1;
  const clamp = (value: number | undefined, fallback: number) => {
    if (value === undefined) return fallback;
    return Math.min(high, Math.max(low, value < 0 ? value + length : value));
  };
  const start = clamp(sliceBound(bounds[0]), step > 0 ? low : high);
  const stop = clamp(sliceBound(bounds[1]), step > 0 ? high : low);
  return { start, step, count: Math.max(0, Math.ceil((stop - start) / step)) };
}

function pick<Item>(items: readonly Item[], { start, count, step }: SliceRange): Item[] {
  if (step === 1) return items.slice(start, start + count);
  const picked: Item[] = [];
  for (let index = 0; index < count; index++)
    picked.push(...items.slice(start + index * step, start + index * step + 1));
  return picked;
}

function sliceText(text: string, bounds: readonly [Value, Value, Value]): string {
  const range = sliceRange(pythonString.length(text), bounds);
  if (range.step !== 1) return pick(pythonString.characters(text), range).join('');
  const start = pythonString.offset(text, range.start);
  return text.slice(start, start + pythonString.offset(text.slice(start), range.count));
}

/** `value[start:stop:step]`. */
export function slice(value: Value, bounds: readonly [Value, Value, Value]): Value {
  if (typeof value === 'string') return sliceText(value, bounds);
  if (isList(value)) return pick(value, sliceRange(value.length, bounds));
  if (value instanceof Traced) {
    const range = sliceRange(pythonString.length(value.text), bounds);
    if (range.step !== 1) return joinTraced(pick(sliceTraced.characters(value), range));
    const start = pythonString.offset(value.text, range.start);
    return sliceTraced.cut(value, start, start + pythonString.offset(value.text.slice(start), range.count));
  }
  if (value instanceof Markup) return new Markup(sliceText(value.text, bounds));
  if (value instanceof PyTuple) return new PyTuple(pick(value.items, sliceRange(value.items.length, bounds)));
  if (value instanceof PyRange) {
    const { start, count, step } = sliceRange(value.length, bounds);
    const first = value.start + start * value.step;
    return new PyRange(first, first + count * step * value.step, step * value.step);
  }
  if (value instanceof Undefined) failUndefined(value);
  // Python 3.11 looks slices up as keys, and they cannot be hashed.
  if (value instanceof PyDict) fail('TypeError', "unhashable type: 'slice'");
  return fail('TypeError', `'${typeName(value)}' object is not subscriptable`);
}

/** obj[index] of a sequence, undefined where Python raises IndexError or TypeError. */
export function elementAt(value: Value, index: Value): Value | undefined {
  const at = typeof index === 'object' || typeof index === 'string' ? undefined : intOf(index);
  if (at === undefined) return undefined;
  if (isList(value)) return value[at < 0 ? at + value.length : at];
  if (value instanceof PyTuple) return value.items[at < 0 ? at + value.items.length : at];
  const text = textOf(value);
  if (text !== undefined) {
    const length = pythonString.length(text);
    const place = at < 0 ? at + length : at;
    return place < 0 || place >= length ? undefined : slice(value, [place, place + 1, 1]);
  }
  if (value instanceof PyRange) {
    const place = at < 0 ? at + value.length : at;
    return place < 0 || place >= value.length ? undefined : value.at(place);
  }
  return undefined;
}

/** Ordering as sorted() does: stable, with `<` only. */
export function sortValues<Item>(items: readonly Item[], key: (item: Item) => Value, reverse = false): Item[] {
  const keyed = items.map((item) => ({ item, key: key(item) }));
  renderBudget.spend(items.length);
  keyed.sort((a, b) => {
    if (compare('<', a.key, b.key)) return reverse ? 1 : -1;
    if (compare('<', b.key, a.key)) return reverse ? -1 : 1;
    return 0;
  });
  return keyed.map(({ item }) => item);
}

export function isCallable(value: Value): boolean {
  return (
    value instanceof PyFunction ||
    value instanceof Undefined ||
    (value instanceof PyObject && value.live.call !== undefined)
  );
}

/** repr() for messages, cut so that a hostile value does not fill them. */
export function shortRepr(value: Value): string {
  const text = pythonRepr(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
