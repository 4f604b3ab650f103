/** An exact fraction in lowest terms; `below` is positive. Doses are never compared as floating-point numbers. */
export interface Rational {
  readonly above: bigint;
  readonly below: bigint;
}

/** `above / below` in lowest terms. `below` must not be 0. */
export function rational(above: bigint, below: bigint): Rational {
  const sign = below < 0n ? -1n : 1n;
  const divisor = greatestCommonDivisor(above < 0n ? -above : above, below * sign);
  return { above: (above * sign) / divisor, below: (below * sign) / divisor };
}

function greatestCommonDivisor(first: bigint, second: bigint): bigint {
  let [larger, smaller] = [first, second];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
