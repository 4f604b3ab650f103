import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialMass } from '../../../src/lib/statistics/binomial-mass.ts';
import { binomialTest } from '../../../src/lib/statistics/binomial-test.ts';
import { chiSquareTail } from '../../../src/lib/statistics/chi-square-tail.ts';
import { fisherExact } from '../../../src/lib/statistics/fisher-exact.ts';
import { mcNemar } from '../../../src/lib/statistics/mc-nemar.ts';
import { medianRanks } from '../../../src/lib/statistics/median-ranks.ts';
import { seededRandom } from '../../../src/lib/statistics/seeded-random.ts';
import { stuartMaxwell } from '../../../src/lib/statistics/stuart-maxwell.ts';
import { wilsonInterval } from '../../../src/lib/statistics/wilson-interval.ts';

interface Gold {
  ci: number[][];
  binom: number[][];
  mc: number[][];
  chi: number[][];
  sm: { M: number[][]; x2: number; p: number };
}

const GOLD = '/work/shared/parity/scoring/gold_stats.json';
const TOLERANCE = 1e-9;
const close = (ours: number | undefined, theirs: number | undefined): void =>
  expect(Math.abs((ours ?? Number.NaN) - (theirs ?? Number.NaN))).toBeLessThan(TOLERANCE);

describe.skipIf(!existsSync(GOLD))('against scipy and statsmodels', () => {
  const gold: Gold = existsSync(GOLD)
    ? JSON.parse(readFileSync(GOLD, 'utf8'))
    : { ci: [], binom: [], mc: [], chi: [], sm: { M: [], x2: 0, p: 0 } };

  it('gives the Wilson intervals of statsmodels', () => {
    expect(gold.ci.length).toBeGreaterThan(0);
    for (const [k = 0, n = 0, low, high] of gold.ci) {
      close(wilsonInterval(k, n)?.low, low);
      close(wilsonInterval(k, n)?.high, high);
    }
  });

  it('gives the binomial p-values of scipy', () => {
    for (const [successes = 0, n = 0, p = 0, value] of gold.binom) close(binomialTest({ successes, n, p }), value);
  });

  it('gives the exact McNemar p-values of statsmodels', () => {
    for (const [b = 0, c = 0, value] of gold.mc) close(mcNemar(b, c).exact, value);
  });

  it('gives the chi-square tails of scipy, also far out', () => {
    for (const [x = 0, degrees = 0, value] of gold.chi) close(chiSquareTail(x, degrees), value);
  });

  it('gives the Stuart–Maxwell statistic of statsmodels', () => {
    const ours = stuartMaxwell(gold.sm.M);
    close(ours?.statistic, gold.sm.x2);
    close(ours?.p, gold.sm.p);
  });
});

describe('proportions', () => {
  it('says nothing about nothing', () => {
    expect(wilsonInterval(0, 0)).toBeNull();
    expect(binomialTest({ successes: 0, n: 0 })).toBe(1);
    expect(fisherExact({ first: { successes: 0, n: 0 }, second: { successes: 3, n: 4 } })).toBe(1);
  });

  it('keeps the share inside its interval', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const k = Math.round(share * n);
        const interval = wilsonInterval(k, n);
        expect(interval?.low).toBeLessThanOrEqual(k / n);
        expect(interval?.high).toBeGreaterThanOrEqual(k / n);
      }),
    );
  });

  it('agrees with the one-sided tails', () => {
    expect(binomialTest({ successes: 9, n: 10 }, 'greater')).toBeCloseTo(11 / 1024, 12);
    expect(binomialTest({ successes: 1, n: 10 }, 'less')).toBeCloseTo(11 / 1024, 12);
  });
});

describe('outcomes that are certain', () => {
  it('have all of the probability, and what cannot be has none', () => {
    expect([3, 2].map((successes) => binomialTest({ successes, n: 3, p: 1 }))).toEqual([1, 0]);
    expect([0, 1].map((successes) => binomialTest({ successes, n: 3, p: 0 }))).toEqual([1, 0]);
    expect([-1, 4].map((k) => binomialMass(k, 3, 0.5))).toEqual([0, 0]);
  });
});

describe('where the median lies', () => {
  it('is between the ranks of exact binomial tails (scipy 1.17.1), which five values are too few for', () => {
    const expected = [null, [0, 5], [1, 8], [5, 14], [39, 60], [955, 1044]];
    expect([5, 6, 10, 20, 100, 2_000].map(medianRanks)).toEqual(expected);
    expect([0, 1].map(medianRanks)).toEqual([null, null]);
  });

  it('is never told too narrowly of very many values, nor more than two ranks too widely', () => {
    const exact = [
      [2_001, 956],
      [10_000, 4_901],
      [100_000, 49_689],
    ] as const;
    for (const [n, rank] of exact) {
      const [low = Number.NaN, high = Number.NaN] = medianRanks(n) ?? [];
      expect(rank - low).toBeGreaterThanOrEqual(0);
      expect(rank - low).toBeLessThanOrEqual(2);
      expect(low + high).toBe(n - 1);
    }
  });
});

describe('train against eval accuracy', () => {
  it('calls 24/24 against 24/48 a difference (7.478684560427e-6 by exact fractions)', () => {
    const p = fisherExact({ first: { successes: 24, n: 24 }, second: { successes: 24, n: 48 } });
    expect(Math.abs(p - 7.478684560427137e-6)).toBeLessThan(1e-15);
  });

  it('does not call 24/24 against 47/48 one', () => {
    expect(fisherExact({ first: { successes: 24, n: 24 }, second: { successes: 47, n: 48 } })).toBeCloseTo(1, 9);
  });

  it('does not depend on the order of the groups', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), fc.nat(30), fc.nat(30), (a, b, c, d) => {
        const first = { successes: a, n: a + b };
        const second = { successes: c, n: c + d };
        expect(fisherExact({ first, second })).toBeCloseTo(fisherExact({ first: second, second: first }), 9);
      }),
    );
  });
});

describe('paired runs', () => {
  it('cannot decide on five discordant pairs, can on six', () => {
    expect(mcNemar(5, 0).exact).toBeCloseTo(0.0625, 12);
    expect(mcNemar(5, 0).decidable).toBe(false);
    expect(mcNemar(6, 0).decidable).toBe(true);
    expect(mcNemar(6, 0).exact).toBeCloseTo(0.03125, 12);
    expect(mcNemar(6, 0).midP).toBeCloseTo(0.015625, 12);
    expect(mcNemar(0, 0)).toEqual({ exact: 1, midP: 1, decidable: false });
  });

  it('reduces to McNemar chi-square with two classes', () => {
    expect(
      stuartMaxwell([
        [30, 12],
        [4, 20],
      ])?.statistic,
    ).toBeCloseTo(8 ** 2 / 16, 12);
  });

  it('leaves a table without discordant pairs alone', () => {
    expect(
      stuartMaxwell([
        [30, 0],
        [0, 20],
      ]),
    ).toBeNull();
    expect(stuartMaxwell([])).toBeNull();
  });
});

describe('seeded random', () => {
  it('repeats itself for one seed and differs for another', () => {
    const draw = (seed: number): number[] => Array.from({ length: 5 }, seededRandom(seed));
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw(1)[0]).toBeCloseTo(0.6270739405881613, 15);
  });
});
