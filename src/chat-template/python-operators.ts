import { escapeMarkup } from './escape-markup.ts';
import { arithmetic } from './python-arithmetic.ts';
import { fail, failUndefined } from './python-fail.ts';
import { percentFormat } from './python-percent-format.ts';
import { intOf, isList, normalInt, numberOf, textOf } from './python-primitives.ts';
import { typeName } from './python-repr.ts';
import { Markup, PyFloat, PyTuple, Traced, Undefined, type Value } from './python-values.ts';
import { renderBudget } from './render-budget.ts';
import { joinTraced, repeatTraced } from './traced-text.ts';

function unsupported(operator: string, left: Value, right: Value): never {
  if (left instanceof Undefined) failUndefined(left);
  if (right instanceof Undefined) failUndefined(right);
  const shown = operator === '**' ? '** or pow()' : operator;
  return fail('TypeError', `unsupported operand type(s) for ${shown}: '${typeName(left)}' and '${typeName(right)}'`);
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

/** `left + right`. Throws TypeError for what does not go together. */
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

/** `-value`. Throws TypeError. */
export function negate(value: Value): Value {
  if (typeof value === 'number') return value === 0 ? 0 : -value;
  if (typeof value === 'boolean') return value ? -1 : 0;
  if (typeof value === 'bigint') return normalInt(-value);
  if (value instanceof PyFloat) return new PyFloat(-value.value);
  if (value instanceof Undefined) failUndefined(value);
  return fail('TypeError', `bad operand type for unary -: '${typeName(value)}'`);
}

/** `+value`. Throws TypeError. */
export function positive(value: Value): Value {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof PyFloat) return value;
  if (value instanceof Undefined) failUndefined(value);
  return fail('TypeError', `bad operand type for unary +: '${typeName(value)}'`);
}
