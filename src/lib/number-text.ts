/** Below this zeros have to be counted. */
const SMALL = 0.001;

/** A setting as people write it: `0.005`, `5e-6`. */
export function numberText(value: number): string {
  return value !== 0 && Math.abs(value) < SMALL ? value.toExponential() : String(value);
}
