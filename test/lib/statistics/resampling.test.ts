import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benjaminiHochberg } from '../../../src/lib/statistics/benjamini-hochberg.ts';
import { betaQuantile } from '../../../src/lib/statistics/beta-quantile.ts';
import { bootstrapInterval } from '../../../src/lib/statistics/bootstrap-interval.ts';
import { clopperPearsonInterval } from '../../../src/lib/statistics/clopper-pearson-interval.ts';
import { contingencyTest } from '../../../src/lib/statistics/contingency-test.ts';
import { detectableDifference } from '../../../src/lib/statistics/detectable-difference.ts';
import { incompleteBeta } from '../../../src/lib/statistics/incomplete-beta.ts';
import { jeffreysInterval } from '../../../src/lib/statistics/jeffreys-interval.ts';
import { normalQuantile } from '../../../src/lib/statistics/normal-quantile.ts';
import { normalTail } from '../../../src/lib/statistics/normal-tail.ts';
import { rowsForDifference } from '../../../src/lib/statistics/rows-for-difference.ts';
import { seededRandom } from '../../../src/lib/statistics/seeded-random.ts';
import { signFlipTest } from '../../../src/lib/statistics/sign-flip-test.ts';

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('intervals over documents', () => {
  it('cover the true mean about as often as they say, on skewed scores', () => {
    const random = seededRandom(11);
    let covered = 0;
    const trials = 200;
    for (let trial = 0; trial < trials; trial++) {
      const scores = Array.from({ length: 60 }, () => random() ** 3);
      const interval = bootstrapInterval(scores, mean, { resamples: 1000, seed: trial });
      if (interval.kind === 'interval' && interval.low <= 0.25 && 0.25 <= interval.high) covered++;
    }
    // 95 % of 200 is 190; below 180 has a chance under one in a thousand.
    expect(covered).toBeGreaterThanOrEqual(180);
  });

  it('are the same for the same seed, contain the estimate, and move with the seed a little', () => {
    const scores = Array.from({ length: 50 }, (_, at) => ((at * 37) % 50) / 50);
    const [once, again, other] = [1, 1, 2].map((seed) => bootstrapInterval(scores, mean, { seed }));
    expect(once).toEqual(again);
    expect(once).not.toEqual(other);
    if (once?.kind !== 'interval') throw new Error('no interval');
    expect(once.low).toBeLessThan(once.estimate);
    expect(once.high).toBeGreaterThan(once.estimate);
    expect(once).toMatchObject({ method: 'bca', resamples: 10_000, seed: 1 });
  });

  it('are not made up where there is no spread', () => {
    expect(bootstrapInterval([], mean)).toMatchObject({ kind: 'none', estimate: null });
    expect(bootstrapInterval([0.5], mean)).toMatchObject({ kind: 'none', estimate: 0.5 });
    expect(bootstrapInterval([1, 1, 1, 1], mean)).toMatchObject({ kind: 'none', estimate: 1 });
    expect(bootstrapInterval([0, 1, 0, 1, 1], mean)).toMatchObject({ kind: 'interval', method: 'percentile' });
  });

  it('takes a hundred thousand documents', () => {
    const ratio = (units: readonly { edits: number; length: number }[]): number => {
      let [edits, length] = [0, 0];
      for (const unit of units) {
        edits += unit.edits;
        length += unit.length;
      }
      return edits / length;
    };
    const units = Array.from({ length: 100_000 }, (_, at) => ({ edits: at % 3, length: 10 }));
    const interval = bootstrapInterval(units, ratio, { resamples: 50 });
    expect(interval).toMatchObject({ kind: 'interval', estimate: expect.closeTo(0.1, 4) });
  });
});

describe('the sign-flip test', () => {
  it('counts all patterns exactly while there are few', () => {
    expect(signFlipTest([1, 1, 1, 1, 1])).toMatchObject({ p: 2 / 32, exact: true, decidable: false });
    expect(signFlipTest([1, 1, 1, 1, 1, 1])).toMatchObject({ p: 2 / 64, decidable: true });
    expect(signFlipTest([0, 0, 0])).toMatchObject({ p: 1, decidable: false });
    expect(signFlipTest([0.3, -0.1, 0.2, 0]).p).toBe(4 / 8);
  });

  it('draws close to what counting would give', () => {
    const differences = Array.from({ length: 16 }, (_, at) => ((at * 7) % 5) - 1.2);
    const exact = signFlipTest(differences).p;
    // A seventeenth difference too small to matter sends the same question down the drawn path.
    const drawn = signFlipTest([...differences, 1e-9]);
    expect(drawn.exact).toBe(false);
    expect(Math.abs(drawn.p - exact)).toBeLessThan(0.015);
  });

  it('knows no direction', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 10 }), (differences) => {
        expect(signFlipTest(differences).p).toBe(signFlipTest(differences.map((one) => -one)).p);
      }),
    );
  });
});

describe('many tests at once', () => {
  it('multiplies each p by how many there are for each that is as small (R: p.adjust(c(...), "BH"))', () => {
    const corrected = benjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.9]);
    for (const [at, q] of [0.025, 0.05, 0.05, 0.025, 0.9].entries()) expect(corrected[at]).toBeCloseTo(q, 12);
  });

  it('keeps the order of the p-values and never lowers one', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }), (given) => {
        const corrected = benjaminiHochberg(given);
        for (const [at, q] of corrected.entries()) {
          expect(q).toBeGreaterThanOrEqual(given[at] ?? 0);
          expect(q).toBeLessThanOrEqual(1);
          for (const [other, p] of given.entries())
            if (p > (given[at] ?? 0)) expect(corrected[other]).toBeGreaterThanOrEqual(q);
        }
      }),
    );
  });
});

describe('what a comparison can find', () => {
  it('agrees with the table of spec/evaluation.md 1.16', () => {
    const paired = (n: number, discordant: number) => detectableDifference({ kind: 'paired', n, discordant });
    const rounded = [50, 100, 200, 1000].map((n) =>
      [0.05, 0.1, 0.2, 0.3].map((pd) => Math.round((paired(n, pd) ?? Number.NaN) * 1000) / 10),
    );
    expect(rounded).toEqual([
      [Number.NaN, Number.NaN, 17.3, 21.2],
      [Number.NaN, 8.8, 12.4, 15.2],
      [4.4, 6.2, 8.8, 10.8],
      [2, 2.8, 4, 4.8],
    ]);
    expect([154, 155].map((n) => paired(n, 0.05) === null)).toEqual([true, false]);
    expect(detectableDifference({ kind: 'unpaired', n: 250, share: 0.8 })).toBeCloseTo(0.1, 3);
    expect(rowsForDifference({ discordant: 0.15, difference: 0.03 })).toBe(1306);
    expect(rowsForDifference({ discordant: 0.1, difference: 0.02 })).toBe(1960);
    expect(paired(0, 0.1)).toBeNull();
    // Two rows each would need a difference of 1.4.
    expect(detectableDifference({ kind: 'unpaired', n: 2, share: 0.5 })).toBeNull();
  });
});

describe('distributions', () => {
  it('are inverses of one another', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 300 }),
        (p, a, b) => {
          expect(Math.abs(1 - normalTail(normalQuantile(p)) - p)).toBeLessThan(1e-12);
          expect(Math.abs(incompleteBeta(betaQuantile(p, a / 2, b / 2), a / 2, b / 2) - p)).toBeLessThan(1e-7);
        },
      ),
    );
    expect([normalQuantile(0), normalQuantile(1), normalQuantile(-1)]).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      Number.NaN,
    ]);
  });

  it('tell a table of two rows and two columns (scipy 1.17.1, without correction)', () => {
    const test = contingencyTest([
      [10, 20],
      [20, 10],
    ]);
    expect(test).toMatchObject({ degrees: 1, smallestExpected: 15 });
    expect(test?.statistic).toBeCloseTo(20 / 3, 12);
    expect(test?.p).toBeCloseTo(0.009823274507519235, 12);
  });

  it('give an interval of a single row', () => {
    expect(clopperPearsonInterval(0, 1)).toEqual({ low: 0, high: expect.closeTo(0.975, 9) });
  });

  it('give no interval and no test of nothing', () => {
    expect([clopperPearsonInterval(0, 0), jeffreysInterval(0, 0)]).toEqual([null, null]);
    expect(clopperPearsonInterval(0, 250)?.high).toBeCloseTo(0.01465, 5);
    expect(
      contingencyTest([
        [5, 0],
        [7, 0],
      ]),
    ).toBeNull();
    expect(
      contingencyTest([
        [5, 5],
        [0, 0],
      ]),
    ).toBeNull();
  });
});
