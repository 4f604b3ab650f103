import { fail } from './python-fail.ts';
import { normalInt, type PyNumber } from './python-primitives.ts';
import { PyFloat, type Value } from './python-values.ts';

// Powers and products of ints grow without end; 2^300,000 has some 90,000 digits and still takes a few milliseconds.
const MAX_INT_BITS = 300_000;

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

/**
 * `a operator b` of two numbers: an int if both are, but for `/`. Throws ZeroDivisionError and OverflowError as Python does, and
 * TemplateError for an int beyond the limit.
 */
export function arithmetic(operator: string, a: PyNumber, b: PyNumber): Value {
  if (a.kind === 'int' && b.kind === 'int') return intArithmetic(operator, a.value, b.value);
  return new PyFloat(floatArithmetic(operator, asFloat(a), asFloat(b)));
}

function asFloat(value: PyNumber): number {
  return value.kind === 'float' ? value.value : floatOf(value.value);
}
