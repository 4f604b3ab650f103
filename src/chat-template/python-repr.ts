import {
  DictView,
  Markup,
  Namespace,
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
import { TemplateError } from './template-error.ts';

// Python refuses longer ints (sys.get_int_max_str_digits), because the conversion takes quadratic time.
const MAX_DIGITS = 4300;
// What str.isprintable() refuses, less the space.
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
const NEEDS_ESCAPE = /[\\'\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/** The name type(value).__name__ gives. */
export function typeName(value: Value): string {
  if (value === null) return 'NoneType';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
    case 'bigint':
      return 'int';
    case 'string':
      return 'str';
  }
  if (Array.isArray(value)) return 'list';
  if (value instanceof PyFloat) return 'float';
  if (value instanceof PyDict) return 'dict';
  if (value instanceof PyTuple) return value.fields.length > 0 ? '_GroupTuple' : 'tuple';
  if (value instanceof Traced) return 'str';
  if (value instanceof Undefined) return 'Undefined';
  if (value instanceof Markup) return 'Markup';
  if (value instanceof PyRange) return 'range';
  if (value instanceof DictView) return `dict_${value.part}`;
  if (value instanceof Namespace) return 'Namespace';
  if (value instanceof PyFunction || value instanceof PyIterator) return value.typeName;
  if (value instanceof PyObject) return value.live.typeName;
  return 'object';
}

/** repr(float): the shortest digits that read back, exponents below 1e-4 and from 1e16. */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  // In this range JavaScript writes the same digits.
  if (size >= 1e-4 && size < 1e16) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [mantissa = '', power = '0'] = size.toExponential().split('e');
  const exponent = Number(power);
  const padded = String(Math.abs(exponent)).padStart(2, '0');
  return `${value < 0 ? '-' : ''}${mantissa}e${exponent < 0 ? '-' : '+'}${padded}`;
}

/** str(int). Throws ValueError for more digits than Python converts. */
export function intText(value: number | bigint): string {
  if (typeof value === 'bigint' && value.toString(16).length > MAX_DIGITS) tooManyDigits();
  const text = String(value);
  if (text.length > MAX_DIGITS + 1) tooManyDigits();
  return text;
}

function tooManyDigits(): never {
  throw new TemplateError(
    'ValueError',
    `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit`,
  );
}

function escaped(char: string, quote: string): string {
  if (char === '\\') return '\\\\';
  if (char === quote) return `\\${char}`;
  if (!UNPRINTABLE.test(char)) return char;
  if (char === '\n') return '\\n';
  if (char === '\r') return '\\r';
  if (char === '\t') return '\\t';
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** repr(str): single quotes unless the text has those and no double ones. */
function textRepr(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return `'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = quote;
  for (const char of text) out += escaped(char, quote);
  return out + quote;
}

// repr of nested values fills memory when a list holds itself twice, level by level.
function listRepr(items: readonly Value[], open: string, close: string): string {
  renderBudget.enter();
  let out = open;
  for (let index = 0; index < items.length; index++) {
    renderBudget.spend(1);
    out += (index === 0 ? '' : ', ') + pythonRepr(items[index] ?? null);
    renderBudget.allow(out.length);
  }
  renderBudget.leave();
  return out + close;
}

function dictRepr(dict: PyDict): string {
  renderBudget.enter();
  let out = '{';
  for (const [key, value] of dict.entries()) {
    renderBudget.spend(1);
    out += `${out === '{' ? '' : ', '}${pythonRepr(key)}: ${pythonRepr(value)}`;
    renderBudget.allow(out.length);
  }
  renderBudget.leave();
  return `${out}}`;
}

function objectRepr(value: Exclude<Value, null | boolean | number | bigint | string>): string {
  if (value instanceof PyFloat) return floatRepr(value.value);
  if (value instanceof Traced) return textRepr(value.text);
  if (value instanceof Markup) return `Markup(${textRepr(value.text)})`;
  if (value instanceof Undefined) return 'Undefined';
  if (value instanceof PyDict) return dictRepr(value);
  if (value instanceof PyTuple) return listRepr(value.items, '(', value.items.length === 1 ? ',)' : ')');
  if (value instanceof PyRange)
    return `range(${value.start}, ${value.stop}${value.step === 1 ? '' : `, ${value.step}`})`;
  if (value instanceof DictView) return `dict_${value.part}(${listRepr(value.items(), '[', ']')})`;
  if (value instanceof Namespace) return `<Namespace ${dictRepr(value.attributes)}>`;
  if (value instanceof PyFunction) {
    if (value.typeName === 'Macro') return `<Macro ${value.name === '' ? 'anonymous' : textRepr(value.name)}>`;
    if (value.typeName === 'type') return `<class '${value.name}'>`;
    // Python prints an address that changes with every run.
    return `<${value.typeName.replaceAll('_', ' ')} ${value.name}>`;
  }
  if (value instanceof PyIterator) return `<${value.typeName} object>`;
  if (value instanceof PyObject) return value.live.describe();
  return listRepr(value, '[', ']');
}

/** repr(value). */
export function pythonRepr(value: Value): string {
  if (value === null) return 'None';
  switch (typeof value) {
    case 'boolean':
      return value ? 'True' : 'False';
    case 'number':
    case 'bigint':
      return intText(value);
    case 'string':
      return textRepr(value);
  }
  return objectRepr(value);
}

/** str(value). */
export function pythonText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return intText(value);
  if (value instanceof Traced || value instanceof Markup) return value.text;
  if (value instanceof Undefined) return '';
  return pythonRepr(value);
}
