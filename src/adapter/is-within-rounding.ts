/**
 * One rounding leaves 1; rounding base, update and sum one after the other, as a merge in the storage type does, up to 2. Eight-bit
 * quantisation of the base leaves about 5 (spec serving-contract.md B4), so 3 parts them.
 */
const MAX_ROUNDINGS = 3;

/** Whether rounding can leave so much: the squares of what is left, and the variance of one rounding, each summed over the same values. */
export function isWithinRounding(squares: number, variance: number): boolean {
  return squares <= variance * MAX_ROUNDINGS ** 2;
}
