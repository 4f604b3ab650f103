/**
 * Benjamini–Hochberg q-values in the order of `pValues`: the smallest false discovery rate at which each would still be called. Valid
 * for independent and for positively dependent tests (nested slices). The family is what is passed, so pass all tests that were made,
 * shown or not.
 */
export function benjaminiHochberg(pValues: readonly number[]): readonly number[] {
  const fromLargest = pValues.map((p, index) => ({ p, index })).sort((a, b) => b.p - a.p);
  const qValues = new Array<number>(pValues.length).fill(1);
  let lowest = 1;
  for (const [place, { p, index }] of fromLargest.entries()) {
    const rank = pValues.length - place;
    lowest = Math.min(lowest, p * (pValues.length / rank));
    qValues[index] = lowest;
  }
  return qValues;
}
