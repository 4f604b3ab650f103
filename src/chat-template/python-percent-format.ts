import { fail, failUndefined } from './python-fail.ts';
import { floatText } from './python-number-format.ts';
import { textOf } from './python-primitives.ts';
import { pythonRepr, pythonText, typeName } from './python-repr.ts';
import { pythonString } from './python-text.ts';
import { PyDict, PyFloat, PyRange, PyTuple, Undefined, type Value } from './python-values.ts';
import { renderBudget } from './render-budget.ts';

const DIRECTIVE = /%(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?([hlL])?([\s\S])?/gu;

function integerOf(value: Value, type: string): number | bigint {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof PyFloat && !'xXo'.includes(type)) return BigInt(Math.trunc(value.value));
  if (value instanceof Undefined) failUndefined(value);
  const wanted = 'xXo'.includes(type) ? 'an integer is required' : 'a real number is required';
  return fail('TypeError', `%${type} format: ${wanted}, not ${typeName(value)}`);
}

function floatOf(value: Value): number {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof PyFloat) return value.value;
  if (value instanceof Undefined) failUndefined(value);
  return fail('TypeError', `must be real number, not ${typeName(value)}`);
}

function character(value: Value): string {
  if (typeof value === 'number') return String.fromCodePoint(value);
  const text = textOf(value);
  return text !== undefined && pythonString.length(text) === 1 ? text : fail('TypeError', '%c requires int or char');
}

function integerText(value: Value, type: string, options: Options): string {
  const number = integerOf(value, type);
  const size = number < 0 ? -number : number;
  const base = type === 'o' ? 8 : type === 'x' || type === 'X' ? 16 : 10;
  const prefix = options.flags.includes('#') && base !== 10 ? `0${type}` : '';
  const digits = size.toString(base).padStart(options.precision ?? 0, '0');
  return (number < 0 ? '-' : '') + prefix + (type === 'X' ? digits.toUpperCase() : digits);
}

interface Options {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
}

function numberSign(text: string, flags: string): string {
  if (text.startsWith('-')) return text;
  return (flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') + text;
}

function pad(text: string, options: Options, number: boolean): string {
  const missing = options.width - pythonString.length(text);
  if (missing <= 0) return text;
  if (options.flags.includes('-')) return text + ' '.repeat(missing);
  if (!number || !options.flags.includes('0')) return ' '.repeat(missing) + text;
  const [head = ''] = /^[-+ ]?(?:0[xXo])?/.exec(text) ?? [];
  return head + '0'.repeat(missing) + text.slice(head.length);
}

function formatted(value: Value, type: string, options: Options): string {
  if (type === 's' || type === 'r' || type === 'a') {
    const text = type === 's' ? pythonText(value) : pythonRepr(value);
    const { precision } = options;
    return pad(precision === undefined ? text : text.slice(0, pythonString.offset(text, precision)), options, false);
  }
  if (type === 'c') return pad(character(value), options, false);
  if ('diuxXo'.includes(type)) return pad(numberSign(integerText(value, type, options), options.flags), options, true);
  const alternate = options.flags.includes('#');
  const text = floatText(floatOf(value), type, { precision: options.precision ?? 6, alternate });
  return pad(numberSign(text, options.flags), options, true);
}

/** `format % value` of str. Throws TemplateError (TypeError, ValueError, KeyError). */
export function percentFormat(format: string, value: Value): string {
  const positional = value instanceof PyTuple ? value.items : [value];
  let used = 0;
  const next = (): Value => {
    const item = positional[used++];
    return item === undefined ? fail('TypeError', 'not enough arguments for format string') : item;
  };
  const count = (text: string | undefined): number | undefined => {
    const number = text === '*' ? next() : text === undefined ? undefined : Number(text);
    if (number === undefined) return undefined;
    if (typeof number !== 'number') return fail('TypeError', '* wants int');
    renderBudget.allow(number);
    return number;
  };
  const keyed = (name: string): Value => {
    if (!(value instanceof PyDict)) return fail('TypeError', 'format requires a mapping');
    used = 1;
    const item = value.get(name);
    return item === undefined ? fail('KeyError', pythonRepr(name)) : item;
  };
  const text = format.replace(
    DIRECTIVE,
    (whole, name?: string, flags = '', width?: string, precision?: string, _?: string, type?: string) => {
      if (type === '%') return '%';
      if (type === undefined) fail('ValueError', 'incomplete format');
      if (!'diouxXeEfFgGcrsa'.includes(type))
        fail('ValueError', `unsupported format character '${type}' (0x${type.codePointAt(0)?.toString(16)})`);
      const pointed = /\.(\*|\d+)?[hlL]?[\s\S]$/u.test(whole);
      const options = { flags, width: count(width) ?? 0, precision: count(precision) ?? (pointed ? 0 : undefined) };
      return formatted(name === undefined ? next() : keyed(name), type, options);
    },
  );
  // What has __getitem__ may be meant as a mapping, so CPython does not count it as an unused argument.
  const whole =
    value instanceof PyDict || value instanceof PyRange || value instanceof Undefined || Array.isArray(value);
  if (used < positional.length && !whole) fail('TypeError', 'not all arguments converted during string formatting');
  return text;
}
