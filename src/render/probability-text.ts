/** The probability of a cause in whole per cent, never 0 or 100: one from a few dozen runs is no certainty, however it rounds. */
export function probabilityText(probability: number): string {
  if (probability < 0.01) return '< 1 %';
  return probability > 0.99 ? '> 99 %' : `${Math.round(probability * 100)} %`;
}
