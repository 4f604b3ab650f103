/** A difference of shares in percentage points. */
export function points(difference: number): string {
  return (difference * 100).toFixed(1);
}

/** A p- or q-value; never rounded to 0. */
export function pText(p: number): string {
  return p < 0.0001 ? '< 0.0001' : p.toFixed(p < 0.01 ? 4 : 3);
}

/** `p = 0.031`, `p < 0.0001`. */
export function pWords(p: number): string {
  const text = pText(p);
  return text.startsWith('<') ? `p ${text}` : `p = ${text}`;
}
