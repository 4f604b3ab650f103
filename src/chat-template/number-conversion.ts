import { normalInt } from './python-primitives.ts';
import { pythonStrip } from './python-strip.ts';

const FLOAT = /^[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/i;
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** float(text) of Python; undefined where it raises ValueError. */
export function parseFloatText(text: string): number | undefined {
  const trimmed = pythonStrip(text);
  if (/^[+-]?(?:inf|infinity)$/i.test(trimmed)) return trimmed.startsWith('-') ? -Infinity : Infinity;
  if (/^[+-]?nan$/i.test(trimmed)) return Number.NaN;
  return FLOAT.test(trimmed) ? Number(trimmed.replaceAll('_', '')) : undefined;
}

/** int(text, base) of Python; undefined where it raises ValueError. */
export function parseIntText(text: string, base = 10): number | bigint | undefined {
  const match = /^([+-]?)(?:0([xXoObB])_?)?(\w+)$/.exec(pythonStrip(text));
  if (match === null) return undefined;
  const [, sign, prefix, body = ''] = match;
  const prefixed = prefix === undefined ? 0 : { x: 16, o: 8, b: 2 }[prefix.toLowerCase()];
  let digits = body.toLowerCase();
  let radix = base;
  if (prefix !== undefined && prefixed !== base && base !== 0) digits = `0${prefix.toLowerCase()}${digits}`;
  else if (base === 0) radix = prefixed || 10;
  if (base === 0 && prefix === undefined && /^0\d*[1-9]/.test(digits)) return undefined;
  if (/^_|__|_$/.test(digits)) return undefined;
  digits = digits.replaceAll('_', '');
  let value = 0n;
  if (digits.length > 4300) return undefined;
  for (const digit of digits) {
    const number = DIGITS.indexOf(digit);
    if (number === -1 || number >= radix) return undefined;
    value = value * BigInt(radix) + BigInt(number);
  }
  return normalInt(sign === '-' ? -value : value);
}
