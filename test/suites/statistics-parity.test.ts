import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { benjaminiHochberg } from '../../src/lib/statistics/benjamini-hochberg.ts';
import { binomialTest } from '../../src/lib/statistics/binomial-test.ts';
import { bootstrapInterval } from '../../src/lib/statistics/bootstrap-interval.ts';
import { chiSquareTail } from '../../src/lib/statistics/chi-square-tail.ts';
import { clopperPearsonInterval } from '../../src/lib/statistics/clopper-pearson-interval.ts';
import { contingencyTest } from '../../src/lib/statistics/contingency-test.ts';
import { incompleteBeta } from '../../src/lib/statistics/incomplete-beta.ts';
import { jeffreysInterval } from '../../src/lib/statistics/jeffreys-interval.ts';
import { fitLogisticRegression } from '../../src/lib/statistics/logistic-regression.ts';
import { mcNemar } from '../../src/lib/statistics/mc-nemar.ts';
import { normalQuantile } from '../../src/lib/statistics/normal-quantile.ts';
import { signFlipTest } from '../../src/lib/statistics/sign-flip-test.ts';
import { stuartMaxwell } from '../../src/lib/statistics/stuart-maxwell.ts';
import { wilsonInterval } from '../../src/lib/statistics/wilson-interval.ts';
import { classMetrics } from '../../src/scoring/class-metrics.ts';

interface GoldStatistics {
  ci: [number, number, number, number, number, number, number, number][];
  binom: [number, number, number, number][];
  mc: [number, number, number][];
  bh: [number[], number[]];
  clf: { gold: string[]; pred: string[]; mcc: number; bal: number; macro: number };
  norm: [number, number][];
  chi: [number, number, number][];
  bca: { x: number[]; lo: number; hi: number };
  perm: { d: number[]; p: number };
  tab: { T: number[][]; x2: number; p: number; df: number };
  sm: { M: number[][]; x2: number; p: number };
  beta: [number, number, number, number][];
}
interface GoldLearning {
  X: number[][];
  y: number[];
  p: Record<string, number[][]>;
}

const FOLDER = '/work/shared/parity/scoring';
const present = existsSync(`${FOLDER}/gold_stats.json`) && existsSync(`${FOLDER}/gold_ml.json`);
const read = <T>(name: string): T => JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8'));
const EXACT = 1e-9;
const apart = (ours: number | null | undefined, theirs: number): number => Math.abs((ours ?? Number.NaN) - theirs);

describe.skipIf(!present)('statistics against scipy, statsmodels and scikit-learn', () => {
  const gold = present ? read<GoldStatistics>('gold_stats.json') : undefined;
  const all = <K extends keyof GoldStatistics>(key: K): GoldStatistics[K] => {
    if (gold === undefined) throw new Error('no reference data');
    return gold[key];
  };

  it('gives all three intervals of a proportion', () => {
    for (const [k, n, ...ends] of all('ci')) {
      const ours = [wilsonInterval(k, n), clopperPearsonInterval(k, n), jeffreysInterval(k, n)];
      const flat = ours.flatMap((interval) => [interval?.low, interval?.high]);
      for (const [place, end] of ends.entries()) expect(apart(flat[place], end)).toBeLessThan(EXACT);
    }
  });

  it('gives the exact tests', () => {
    for (const [successes, n, p, value] of all('binom'))
      expect(apart(binomialTest({ successes, n, p }), value)).toBeLessThan(EXACT);
    for (const [first, second, value] of all('mc'))
      expect(apart(mcNemar(first, second).exact, value)).toBeLessThan(EXACT);
    const { M, x2, p } = all('sm');
    expect(apart(stuartMaxwell(M)?.statistic, x2)).toBeLessThan(EXACT);
    expect(apart(stuartMaxwell(M)?.p, p)).toBeLessThan(EXACT);
  });

  it('gives the distributions', () => {
    for (const [p, z] of all('norm')) expect(apart(normalQuantile(p), z)).toBeLessThan(EXACT);
    for (const [x, degrees, p] of all('chi')) expect(apart(chiSquareTail(x, degrees), p)).toBeLessThan(EXACT);
    for (const [a, b, x, p] of all('beta')) expect(apart(incompleteBeta(x, a, b), p)).toBeLessThan(EXACT);
  });

  it('gives the corrections and the table test', () => {
    const [given, wanted] = all('bh');
    for (const [place, q] of benjaminiHochberg(given).entries())
      expect(apart(q, wanted[place] ?? 0)).toBeLessThan(EXACT);
    const { T, x2, p, df } = all('tab');
    const ours = contingencyTest(T);
    expect(ours?.degrees).toBe(df);
    expect(apart(ours?.statistic, x2)).toBeLessThan(EXACT);
    expect(apart(ours?.p, p)).toBeLessThan(EXACT);
  });

  it('gives the class metrics', () => {
    const { gold: wanted, pred, mcc, bal, macro } = all('clf');
    const classes = ['safe', 'unsafe'];
    const pairs = wanted.map((name, row) => {
      const given = pred[row] ?? '';
      return classes.includes(given)
        ? { gold: name, predicted: given, failure: null }
        : {
            gold: name,
            predicted: null,
            failure: given === 'PARSE_FAIL' ? ('parse failure' as const) : ('not a class' as const),
          };
    });
    const ours = classMetrics(pairs, classes);
    expect(apart(ours.mcc, mcc)).toBeLessThan(EXACT);
    expect(apart(ours.balancedAccuracy, bal)).toBeLessThan(EXACT);
    expect(apart(ours.macroF1, macro)).toBeLessThan(EXACT);
  });

  it('gives the resampled figures within the noise of resampling', () => {
    const { x, lo, hi } = all('bca');
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const ours = bootstrapInterval(x, mean, { resamples: 100_000 });
    if (ours.kind !== 'interval') throw new Error('no interval');
    // The end points of two runs of 10,000 resamples lie within about a hundredth of the interval's width.
    expect(apart(ours.low, lo)).toBeLessThan(0.02 * (hi - lo));
    expect(apart(ours.high, hi)).toBeLessThan(0.02 * (hi - lo));
    const { d, p } = all('perm');
    expect(apart(signFlipTest(d).p, p)).toBeLessThan(0.01);
  });

  it('gives the class probabilities of scikit-learn as far as that is converged', () => {
    const { X, y, p } = read<GoldLearning>('gold_ml.json');
    for (const [strength, wanted] of Object.entries(p)) {
      const fit = fitLogisticRegression({ features: X, labels: y }, Number(strength));
      expect(fit.converged).toBe(true);
      let worst = 0;
      for (const [row, probabilities] of wanted.entries()) {
        const ours = fit.probabilities(X[row] ?? []);
        for (const [name, probability] of probabilities.entries())
          worst = Math.max(worst, apart(ours[name], probability));
      }
      expect(worst).toBeLessThan(3e-5);
    }
  });
});
