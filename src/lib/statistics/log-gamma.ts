/** Lanczos coefficients for g = 7, n = 9 (Godfrey's set): relative error below 1e-14 for x > 0. */
const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
] as const;
const LANCZOS_G = 7;

/** Natural logarithm of the gamma function for x > 0; NaN otherwise (no caller needs the reflected half). */
export function logGamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  // Below one half the series loses digits; the recurrence moves the argument to where it is accurate.
  if (x < 0.5) return logGamma(x + 1) - Math.log(x);
  const shifted = x - 1;
  let series: number = LANCZOS[0];
  for (let term = 1; term < LANCZOS.length; term++) series += (LANCZOS[term] ?? 0) / (shifted + term);
  const base = shifted + LANCZOS_G + 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(series);
}
