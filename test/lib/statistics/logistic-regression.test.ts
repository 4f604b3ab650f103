import { describe, expect, it } from 'vitest';
import { fitLogisticRegression } from '../../../src/lib/statistics/logistic-regression.ts';

const features = Array.from({ length: 30 }, (_, row) => [((row * 7) % 11) / 5 - 1, ((row * 13) % 17) / 8 - 1]);
const labelsOf = (classes: number): number[] =>
  features.map(([first], row) => (row % 3 === 0 ? Number((first ?? 0) > 0) : ((row * row * 3 + row) % 7) % classes));

/** Classes, strength, and the probabilities of rows 0 and 7 where scipy 1.17.1's L-BFGS-B stops on scikit-learn's objective. */
const REFERENCE: readonly (readonly [classes: number, strength: number, wanted: readonly (readonly number[])[]])[] = [
  [
    2,
    0.1,
    [
      [0.6757415108978697, 0.32425848910213034],
      [0.6361104306594607, 0.36388956934053923],
    ],
  ],
  [
    2,
    10,
    [
      [0.8142565515057965, 0.18574344849420354],
      [0.6530868430125126, 0.3469131569874873],
    ],
  ],
  [
    4,
    0.1,
    [
      [0.5741949947271124, 0.11441272929145893, 0.11298633475814375, 0.1984059412232849],
      [0.5053364594557967, 0.16232437206746095, 0.1325917249790195, 0.1997474434977228],
    ],
  ],
  [
    4,
    10,
    [
      [0.7101030366237565, 0.006555968374144558, 0.051658237142222736, 0.23168275785987638],
      [0.5588764148729856, 0.08953454971251674, 0.13675944059818645, 0.2148295948163112],
    ],
  ],
];

describe('logistic regression', () => {
  it.each(REFERENCE)('of %d classes at C = %d stops where scikit-learn stops', (classes, strength, wanted) => {
    const fit = fitLogisticRegression({ features, labels: labelsOf(classes) }, strength);
    expect(fit.converged).toBe(true);
    for (const [place, row] of [0, 7].entries()) {
      const ours = fit.probabilities(features[row] ?? []);
      for (const [name, probability] of (wanted[place] ?? []).entries())
        expect(Math.abs((ours[name] ?? 0) - probability)).toBeLessThan(1e-9);
    }
  });

  it('finds the class where it can be found, and the shares where it cannot', () => {
    const sides = features.map((_, row) => [row % 2 ? 1 : -1, ((row * 17) % 13) / 13]);
    const fit = fitLogisticRegression({ features: sides, labels: sides.map(([side]) => (side === 1 ? 1 : 0)) });
    expect(fit.converged).toBe(true);
    expect(fit.probabilities([1, 0.5])[1]).toBeGreaterThan(0.9);
    const blind = { features: features.map(() => [0]), labels: features.map((_, row) => Number(row % 5 === 0)) };
    expect(fitLogisticRegression(blind).probabilities([0])[1]).toBeCloseTo(0.2, 4);
  });

  it('has one class take all where the rows name only one, and does not fail without rows', () => {
    expect(fitLogisticRegression({ features, labels: features.map(() => 0) }).probabilities([0, 0])[0]).toBeGreaterThan(
      0.9,
    );
    expect([...fitLogisticRegression({ features: [], labels: [] }).probabilities([])]).toEqual([0.5, 0.5]);
  });
});
