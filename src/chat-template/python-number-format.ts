import { fail } from './python-fail.ts';
import { floatRepr, intText, typeName } from './python-repr.ts';
import { pythonString } from './python-text.ts';
import { PyFloat, type Value } from './python-values.ts';
import { renderBudget } from './render-budget.ts';

/** Decimal digits of a float rounded half to even on its exact value, as C's printf does. JavaScript's toFixed stops at 100 digits. */
export function fixedText(value: number, precision: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  renderBudget.allow(precision);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const { mantissa, exponent } = parts(Math.abs(value));
  const scaled = mantissa * 10n ** BigInt(precision);
  const digits = (exponent >= 0 ? scaled << BigInt(exponent) : halfEven(scaled, BigInt(-exponent)))
    .toString()
    .padStart(precision + 1, '0');
  const cut = digits.length - precision;
  return sign + digits.slice(0, cut) + (precision > 0 ? `.${digits.slice(cut)}` : '');
}

function halfEven(value: bigint, shift: bigint): bigint {
  const quotient = value >> shift;
  const rest = value - (quotient << shift);
  const half = 1n << (shift - 1n);
  const up = rest > half || (rest === half && (quotient & 1n) === 1n);
  return up ? quotient + 1n : quotient;
}

/** value = mantissa · 2^exponent, exactly. */
function parts(value: number): { readonly mantissa: bigint; readonly exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const fraction = bits & 0xfffffffffffffn;
  const power = Number((bits >> 52n) & 0x7ffn);
  return power === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | 0x10000000000000n, exponent: power - 1075 };
}

function scientific(value: number, precision: number): string {
  if (!Number.isFinite(value)) return fixedText(value, 0);
  // toExponential rounds the exact value half up; ties on the exact value exist only for few digits.
  const [mantissa = '0', power = '0'] = value.toExponential(Math.min(precision, 100)).split('e');
  const exponent = Number(power);
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `${Object.is(value, -0) ? '-' : ''}${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
}

function general(value: number, precision: number, keepZeros: boolean): string {
  if (!Number.isFinite(value)) return fixedText(value, 0);
  const digits = precision === 0 ? 1 : precision;
  if (value === 0)
    return `${Object.is(value, -0) ? '-' : ''}0${keepZeros && digits > 1 ? `.${'0'.repeat(digits - 1)}` : ''}`;
  const text = scientific(value, digits - 1);
  const exponent = Number(text.split('e')[1]);
  if (exponent < -4 || exponent >= digits) {
    const [mantissa = '', power = ''] = text.split('e');
    return `${keepZeros ? mantissa : withoutZeros(mantissa)}e${power}`;
  }
  const plain = fixedText(value, digits - 1 - exponent);
  return keepZeros ? plain : withoutZeros(plain);
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** A float in one of the types f F e E g G. */
export function floatText(
  value: number,
  type: string,
  options: { readonly precision: number; readonly alternate: boolean },
): string {
  const lower = type.toLowerCase();
  const text =
    lower === 'f'
      ? fixedText(value, options.precision)
      : lower === 'e'
        ? scientific(value, options.precision)
        : general(value, options.precision, options.alternate);
  const pointed = options.alternate && !/[.n]/.test(text) ? text.replace(/^(-?\d+)/, '$1.') : text;
  return lower === type ? pointed : pointed.toUpperCase();
}

interface Spec {
  readonly fill: string;
  readonly align: string;
  readonly sign: string;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | undefined;
  readonly type: string;
}

const SPEC = /^(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([_,])?(?:\.(\d+))?(.)?$/su;

function parseSpec(text: string, value: Value): Spec {
  const match = SPEC.exec(text);
  if (match === null) fail('ValueError', `Invalid format specifier`);
  const [, fill, align, sign, , alternate, zero, width, grouping, precision, type] = match;
  const number = typeof value !== 'string';
  renderBudget.allow(Number(width ?? 0));
  return {
    fill: fill ?? (zero === undefined || (align !== undefined && fill !== undefined) ? ' ' : '0'),
    align: align ?? (zero !== undefined && number ? '=' : number ? '>' : '<'),
    sign: sign ?? '-',
    alternate: alternate !== undefined,
    width: Number(width ?? 0),
    grouping: grouping ?? '',
    precision: precision === undefined ? undefined : Number(precision),
    type: type ?? '',
  };
}

function grouped(digits: string, separator: string, size: number): string {
  if (separator === '') return digits;
  const [whole = '', ...rest] = digits.split(/(?=[.e])/);
  const first = whole.length % size;
  const groups = first === 0 ? [] : [whole.slice(0, first)];
  for (let at = first; at < whole.length; at += size) groups.push(whole.slice(at, at + size));
  return groups.join(separator) + rest.join('');
}

function padded(text: string, spec: Spec, prefix = ''): string {
  const missing = spec.width - pythonString.length(prefix + text);
  if (missing <= 0) return prefix + text;
  const fill = spec.fill.repeat(missing);
  switch (spec.align) {
    case '<':
      return prefix + text + fill;
    case '=':
      return prefix + fill + text;
    case '^': {
      const left = Math.floor(missing / 2);
      return spec.fill.repeat(left) + prefix + text + spec.fill.repeat(missing - left);
    }
    default:
      return fill + prefix + text;
  }
}

function signed(negative: boolean, spec: Spec): string {
  if (negative) return '-';
  return spec.sign === '-' ? '' : spec.sign;
}

const BASES: Readonly<Record<string, readonly [base: number, prefix: string]>> = {
  b: [2, '0b'],
  o: [8, '0o'],
  x: [16, '0x'],
  X: [16, '0X'],
};

function formatInt(value: number | bigint, spec: Spec): string {
  const negative = value < 0;
  const size = negative ? -value : value;
  const based = BASES[spec.type];
  if (based !== undefined) {
    const digits = size.toString(based[0]);
    const shown = grouped(spec.type === 'X' ? digits.toUpperCase() : digits, spec.grouping, 4);
    return padded(shown, spec, signed(negative, spec) + (spec.alternate ? based[1] : ''));
  }
  if (spec.type === 'c') return padded(String.fromCodePoint(Number(value)), { ...spec, align: spec.align });
  return padded(grouped(intText(size), spec.grouping, 3), spec, signed(negative, spec));
}

function formatFloat(value: number, spec: Spec): string {
  const size = Math.abs(value);
  const negative = value < 0 || Object.is(value, -0);
  const percent = spec.type === '%';
  const precision = spec.precision ?? 6;
  const options = { precision, alternate: spec.alternate };
  let digits: string;
  if (spec.type === '' && spec.precision === undefined) digits = floatRepr(size);
  else if (spec.type === '') {
    digits = floatText(size, 'g', options);
    if (/^\d+$/.test(digits)) digits += '.0';
  } else if (percent) digits = `${fixedText(size * 100, precision)}%`;
  else digits = floatText(size, spec.type === 'n' ? 'g' : spec.type, options);
  return padded(grouped(digits, spec.grouping, 3), spec, signed(negative, spec));
}

function unknownCode(spec: Spec, value: Value): never {
  fail('ValueError', `Unknown format code '${spec.type}' for object of type '${typeName(value)}'`);
}

/** format(value, spec) of str, int, float and bool; other types accept no format. Throws TemplateError (ValueError, TypeError). */
export function formatValue(value: string | number | bigint | boolean | PyFloat, text: string): string {
  const spec = parseSpec(text, value);
  if (typeof value === 'string') {
    if (spec.type !== '' && spec.type !== 's') unknownCode(spec, value);
    if (spec.align === '=') fail('ValueError', "'=' alignment not allowed in string format specifier");
    if (spec.precision === undefined) return padded(value, spec);
    return padded(value.slice(0, pythonString.offset(value, spec.precision)), spec);
  }
  if (typeof value === 'boolean') {
    if (spec.type === '' && text === '') return value ? 'True' : 'False';
    return formatValue(value ? 1 : 0, text);
  }
  if (value instanceof PyFloat) {
    if (!/^[fFeEgGn%]?$/.test(spec.type)) unknownCode(spec, value);
    return formatFloat(value.value, spec);
  }
  if (/^[fFeEgG%]$/.test(spec.type)) return formatFloat(Number(value), spec);
  if (!/^[bcdoxXn]?$/.test(spec.type)) unknownCode(spec, value);
  if (spec.precision !== undefined) fail('ValueError', 'Precision not allowed in integer format specifier');
  return formatInt(value, spec);
}
