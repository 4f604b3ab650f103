import { binomialMass } from './binomial-mass.ts';

export interface McNemar {
  /** Two-sided exact p-value; conservative. */
  readonly exact: number;
  /** The mid-p variant: half of the observed outcome's mass is left out. */
  readonly midP: number;
  /** Fewer than six discordant pairs can never reach p < 0.05 (6–0 gives 0.031, 5–0 gives 0.0625): not a result, just too little. */
  readonly decidable: boolean;
}

const FEWEST_DECIDABLE = 6;

/** McNemar's test on paired rows: `onlyFirst` were right in the first run alone, `onlySecond` in the second alone. */
export function mcNemar(onlyFirst: number, onlySecond: number): McNemar {
  const n = onlyFirst + onlySecond;
  if (n === 0) return { exact: 1, midP: 1, decidable: false };
  const smaller = Math.min(onlyFirst, onlySecond);
  let tail = 0;
  for (let k = 0; k <= smaller; k++) tail += binomialMass(k, n, 0.5);
  return {
    exact: Math.min(1, 2 * tail),
    midP: Math.min(1, 2 * tail - binomialMass(smaller, n, 0.5)),
    decidable: n >= FEWEST_DECIDABLE,
  };
}
