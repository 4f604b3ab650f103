import type { Proportion } from '../proportion.ts';
import { MOST_IDS } from './most-ids.ts';

/** Pools numerators and denominators over rows before dividing, as jiwer pools error rates; a mean is a rate with denominator 1 each. */
export interface RateTally {
  readonly add: (id: string, count: number, of: number) => void;
  readonly result: () => Proportion;
}

export function rateTally(): RateTally {
  const ids: string[] = [];
  const otherIds: string[] = [];
  let count = 0;
  let of = 0;
  return {
    add: (id, part, whole) => {
      count += part;
      of += whole;
      if (part > 0 && ids.length < MOST_IDS) ids.push(id);
      if (part < whole && otherIds.length < MOST_IDS) otherIds.push(id);
    },
    result: () => ({
      ...{ count, of, share: of === 0 ? null : count / of, low: null, high: null },
      ...{ ids: [...ids], otherIds: [...otherIds] },
    }),
  };
}
