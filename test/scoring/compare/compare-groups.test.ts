import { describe, expect, it } from 'vitest';
import { compareGroups } from '../../../src/scoring/compare/compare-groups.ts';

const group = (successes: number, n: number) => ({ successes, n });

describe('two groups of rows', () => {
  it('are tested exactly while they are small', () => {
    // Fisher's tea, scipy 1.17.1: fisher_exact([[3, 1], [1, 3]]).
    expect(compareGroups({ first: group(3, 4), second: group(1, 4) })).toBeCloseTo(0.4857143, 7);
  });

  it('are tested approximately beyond two thousand rows, where that is right', () => {
    // scipy 1.17.1: chi2_contingency([[600, 400], [700, 400]], correction=False).
    expect(compareGroups({ first: group(600, 1_000), second: group(700, 1_100) })).toBeCloseTo(0.08656801, 8);
  });

  it('stay exact where so few are wrong that the approximation is poor', () => {
    // scipy 1.17.1: fisher_exact([[5000, 0], [98, 2]]); chi-square without correction would say 1.5e-23.
    expect(compareGroups({ first: group(5_000, 5_000), second: group(98, 100) })).toBeCloseTo(0.00038069748, 9);
  });

  it('do not differ where every row is right', () => {
    expect(compareGroups({ first: group(1_500, 1_500), second: group(1_000, 1_000) })).toBe(1);
    expect(compareGroups({ first: group(5, 5), second: group(0, 0) })).toBe(1);
  });
});
