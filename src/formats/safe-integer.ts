/** An integer as a number where a double holds it exactly, else its digits: how a `RowValue` keeps integers. */
export function safeInteger(value: bigint): number | string {
  const number = Number(value);
  // Rounding never turns an integer beyond 2^53 into a safe one.
  return Number.isSafeInteger(number) ? number : value.toString();
}
