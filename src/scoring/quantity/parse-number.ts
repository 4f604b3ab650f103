import { type Rational, rational } from './rational.ts';

/**
 * What is worth knowing about how a number is written. `ambiguous-thousands`: one separator before exactly three digits, which is a
 * decimal sign in one country and groups thousands in another. `naked-decimal` (.5), `trailing-zero` (1.0) and `leading-zero` (05) are on
 * ISMP's list of error-prone dose designations: such gold answers teach such answers.
 */
export type NumberFlag = 'fraction' | 'ambiguous-thousands' | 'naked-decimal' | 'trailing-zero' | 'leading-zero';

export interface ParsedNumber {
  readonly value: Rational;
  readonly flags: readonly NumberFlag[];
}

/** A dose has a handful of digits; arithmetic on thousands of them would be an attack. */
const MOST_DIGITS = 40;
const FRACTION = /^([+-]?)(?:(\d+)\s+)?(\d+)\s*\/\s*(\d+)$/;
const DECIMAL = /^([+-]?)(\d[\d.,' ]*|[.,]\d+)$/;

/**
 * Reads a number as people write it: `1/2`, `1 1/2`, `1,000.5`, `1.000,5`, `12,5`. With both separators the last one is the decimal sign;
 * one that occurs several times groups; a lone comma before exactly three digits groups and a lone point does not, which is flagged.
 * Undefined when the text is no number. Expects text in its usual width (`foldWidth`).
 */
export function parseNumber(text: string): ParsedNumber | undefined {
  if (text.replace(/\D/g, '').length > MOST_DIGITS) return undefined;
  const fraction = FRACTION.exec(text);
  if (fraction !== null) return parseFraction(fraction);
  const decimal = DECIMAL.exec(text);
  if (decimal === null) return undefined;
  const [, sign = '', written = ''] = decimal;
  const digits = written.replace(/[' ]/g, '');
  const { point, ambiguous } = decimalSign(digits);
  const [whole = '', part = '', ...more] = digits.replaceAll(point === '.' ? ',' : '.', '').split(point);
  if (more.length > 0) return undefined;
  const value = BigInt(`${sign === '-' ? '-' : ''}${whole}${part}`);
  const flags: readonly [NumberFlag, boolean][] = [
    ['ambiguous-thousands', ambiguous],
    ['naked-decimal', whole === ''],
    ['trailing-zero', /^0+$/.test(part)],
    ['leading-zero', /^0\d/.test(whole)],
  ];
  return {
    value: rational(value, 10n ** BigInt(part.length)),
    flags: flags.flatMap(([flag, given]) => (given ? [flag] : [])),
  };
}

function parseFraction([, sign, whole = '0', above = '0', below = '0']: RegExpExecArray): ParsedNumber | undefined {
  const divisor = BigInt(below);
  if (divisor === 0n) return undefined;
  const size = BigInt(whole) * divisor + BigInt(above);
  return { value: rational(sign === '-' ? -size : size, divisor), flags: ['fraction'] };
}

function decimalSign(digits: string): { readonly point: '.' | ','; readonly ambiguous: boolean } {
  const points = digits.split('.').length - 1;
  const commas = digits.split(',').length - 1;
  if (points > 0 && commas > 0) {
    return { point: digits.lastIndexOf('.') > digits.lastIndexOf(',') ? '.' : ',', ambiguous: false };
  }
  if (points > 1 || commas > 1) return { point: points > 1 ? ',' : '.', ambiguous: false };
  // "0,125" can only be a decimal: nobody writes a thousand as 0,125.
  const ambiguous = /^[1-9]\d*[.,]\d{3}$/.test(digits);
  return { point: commas === 1 && !ambiguous ? ',' : '.', ambiguous };
}
