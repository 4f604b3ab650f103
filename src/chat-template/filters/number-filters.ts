import { requireInt } from '../attributes.ts';
import type { FilterFunction } from '../filter-set.ts';
import { parseFloatText, parseIntText } from '../number-conversion.ts';
import { fail, failUndefined } from '../python-fail.ts';
import { fixedText } from '../python-number-format.ts';
import { negate } from '../python-operators.ts';
import { normalInt, numberOf, textOf, truthy } from '../python-primitives.ts';
import { typeName } from '../python-repr.ts';
import { PyFloat, Undefined, type Value } from '../python-values.ts';
import { type Bound, defineFilter } from './define-filter.ts';

function floatOf(value: Value): number | undefined {
  const text = textOf(value);
  if (text !== undefined) return parseFloatText(text);
  const number = numberOf(value);
  if (number !== undefined) return Number(number.value);
  if (value instanceof Undefined) failUndefined(value);
  return undefined;
}

function fileSize(value: Value, [binary]: Bound): Value {
  const bytes = floatOf(value);
  if (bytes === undefined)
    return fail(textOf(value) === undefined ? 'TypeError' : 'ValueError', 'could not convert to float');
  const isBinary = truthy(binary ?? false);
  const base = isBinary ? 1024 : 1000;
  if (bytes === 1) return '1 Byte';
  if (bytes < base) return `${Math.trunc(bytes)} Bytes`;
  const prefixes = isBinary
    ? ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB']
    : ['kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];
  let power = 0;
  while (power < prefixes.length - 1 && bytes >= base ** (power + 2)) power++;
  return `${fixedText((base * bytes) / base ** (power + 2), 1)} ${prefixes[power]}`;
}

function toInt(value: Value, [fallback, base]: Bound): Value {
  const other = fallback ?? 0;
  const text = textOf(value);
  if (value instanceof Undefined) failUndefined(value);
  if (text !== undefined) {
    const whole = parseIntText(text, requireInt(base ?? 10));
    if (whole !== undefined) return whole;
  }
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  const float = floatOf(value);
  if (value instanceof PyFloat && !Number.isFinite(value.value) && !Number.isNaN(value.value))
    return fail('OverflowError', 'cannot convert float infinity to integer');
  return float === undefined || !Number.isFinite(float) ? other : normalInt(BigInt(Math.trunc(float)));
}

// round() goes by the exact value of the float, ties to even.
function roundHalfEven(value: number, digits: number): number {
  if (!Number.isFinite(value) || digits > 300) return value;
  if (digits >= 0) return Number(fixedText(value, digits));
  const scale = 10 ** -digits;
  return Number(fixedText(value / scale, 0)) * scale;
}

function round(value: Value, [precision, how]: Bound): Value {
  const name = how === undefined ? 'common' : textOf(how);
  if (name !== 'common' && name !== 'ceil' && name !== 'floor')
    return fail('FilterArgumentError', 'method must be common, ceil or floor');
  const digits = precision ?? 0;
  const number = numberOf(value);
  if (number === undefined) {
    return fail('TypeError', `type ${typeName(value)} doesn't define __round__ method`);
  }
  if (name === 'common') {
    const places = requireInt(digits);
    if (number.kind === 'float') return new PyFloat(roundHalfEven(number.value, places));
    return places >= 0 ? number.value : Number(fixedText(Number(number.value) / 10 ** -places, 0)) * 10 ** -places;
  }
  const scale = 10 ** requireInt(digits);
  const scaled = Number(number.value) * scale;
  return new PyFloat((name === 'ceil' ? Math.ceil(scaled) : Math.floor(scaled)) / scale);
}

function absolute(value: Value): Value {
  const number = numberOf(value);
  if (number === undefined) {
    return fail('TypeError', `bad operand type for abs(): '${typeName(value)}'`);
  }
  if (number.kind === 'float') return new PyFloat(Math.abs(number.value));
  return number.value < 0 ? negate(number.value) : number.value;
}

/** Filters that read and round numbers. */
export const numberFilters: readonly [string, FilterFunction][] = [
  defineFilter('abs', '', absolute),
  defineFilter('filesizeformat', 'binary?', fileSize),
  defineFilter('float', 'default?', (value, [other]) => {
    const float = floatOf(value);
    return float === undefined ? (other ?? new PyFloat(0)) : new PyFloat(float);
  }),
  defineFilter('int', 'default? base?', toInt),
  defineFilter('round', 'precision? method?', round),
];
