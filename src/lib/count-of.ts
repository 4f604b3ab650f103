/** A number with its denominator, as people read it: `12 of 64 rows (18.8 %)`. */
export function countOf(count: number, total: number, noun: string): string {
  // All and none need no percentage.
  const share = count > 0 && count < total ? ` (${percent(count / total)})` : '';
  return `${count.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} ${noun}${share}`;
}

/** A share as a percentage; never rounded to 0 or 100 when it is neither. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.1) return '< 0.1 %';
  if (value < 100 && value > 99.9) return '> 99.9 %';
  return `${Number.isInteger(value) ? value.toFixed(0) : value.toFixed(1)} %`;
}
