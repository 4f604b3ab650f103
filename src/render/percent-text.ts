/** A share from 0 to 1 with one decimal. A share that is not 0 or 1 is never rounded to 0 or 100. */
export function percentText(value: number): string {
  if (value > 0 && value < 0.001) return '< 0.1 %';
  if (value < 1 && value > 0.999) return '> 99.9 %';
  return `${(value * 100).toFixed(1)} %`;
}
