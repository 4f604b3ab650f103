import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
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
import { deviations } from '../support/deviations.ts';
import { numpyRandom } from '../support/numpy-random.ts';

interface GoldStatistics {
  ci: [number, number, number, number, number, number, number, number][];
  binom: [number, number, number, number][];
  mc: [number, number, number][];
  bh: [number[], number[]];
  clf: { gold: string[]; pred: string[]; mcc: number; bal: number; macro: number; w: number; acc: number };
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
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe.skipIf(!present)('statistics against scipy, statsmodels and scikit-learn', () => {
  const gold = present ? read<GoldStatistics>('gold_stats.json') : undefined;
  const all = <K extends keyof GoldStatistics>(key: K): GoldStatistics[K] => {
    if (gold === undefined) throw new Error('no reference data');
    return gold[key];
  };
  const { note, largest, table } = deviations('Reference figures of statistics: kind, compared, largest deviation');
  afterAll(() => {
    process.stdout.write(table());
  });

  it('gives all three intervals of a proportion', () => {
    const kinds = { Wilson: wilsonInterval, 'Clopper-Pearson': clopperPearsonInterval, Jeffreys: jeffreysInterval };
    for (const [place, [kind, interval]] of Object.entries(kinds).entries()) {
      for (const [k, n, ...ends] of all('ci')) {
        note(`interval ${kind}`, interval(k, n)?.low, ends[2 * place] ?? Number.NaN);
        note(`interval ${kind}`, interval(k, n)?.high, ends[2 * place + 1] ?? Number.NaN);
      }
      expect(largest(`interval ${kind}`)).toBeLessThan(EXACT);
    }
  });

  it('gives the exact tests', () => {
    for (const [successes, n, p, value] of all('binom'))
      note('binomial test', binomialTest({ successes, n, p }), value);
    for (const [first, second, value] of all('mc')) note('McNemar exact', mcNemar(first, second).exact, value);
    const { M, x2, p } = all('sm');
    note('Stuart-Maxwell', stuartMaxwell(M)?.statistic, x2);
    note('Stuart-Maxwell', stuartMaxwell(M)?.p, p);
    for (const kind of ['binomial test', 'McNemar exact', 'Stuart-Maxwell']) expect(largest(kind)).toBeLessThan(EXACT);
  });

  it('gives the distributions', () => {
    for (const [p, z] of all('norm')) note('normal quantile', normalQuantile(p), z);
    for (const [x, degrees, p] of all('chi')) note('chi-square tail', chiSquareTail(x, degrees), p);
    for (const [a, b, x, p] of all('beta')) note('incomplete beta', incompleteBeta(x, a, b), p);
    for (const kind of ['normal quantile', 'chi-square tail', 'incomplete beta'])
      expect(largest(kind)).toBeLessThan(EXACT);
  });

  it('gives the corrections and the table test', () => {
    const [given, wanted] = all('bh');
    const corrected = benjaminiHochberg(given);
    for (const [place, q] of wanted.entries()) note('Benjamini-Hochberg', corrected[place], q);
    const { T, x2, p, df } = all('tab');
    const ours = contingencyTest(T);
    expect(ours?.degrees).toBe(df);
    note('contingency table', ours?.statistic, x2);
    note('contingency table', ours?.p, p);
    for (const kind of ['Benjamini-Hochberg', 'contingency table']) expect(largest(kind)).toBeLessThan(EXACT);
  });

  it('gives the class metrics', () => {
    const { gold: wanted, pred, ...theirs } = all('clf');
    const classes = ['safe', 'unsafe'];
    const ours = classMetrics(
      wanted.map((name, row) => {
        const given = pred[row] ?? '';
        if (classes.includes(given)) return { gold: name, predicted: given, failure: null };
        return { gold: name, predicted: null, failure: given === 'PARSE_FAIL' ? 'parse failure' : 'not a class' };
      }),
      classes,
    );
    const shares = ours.perClass.map(({ support, correct, f1 }) => ({ correct, weighted: support * (f1 ?? 0) }));
    note('Matthews correlation', ours.mcc, theirs.mcc);
    note('balanced accuracy', ours.balancedAccuracy, theirs.bal);
    note('macro F1', ours.macroF1, theirs.macro);
    note('F1 by support', mean(shares.map(({ weighted }) => weighted)) * (shares.length / ours.judged), theirs.w);
    note('accuracy', mean(shares.map(({ correct }) => correct)) * (shares.length / ours.judged), theirs.acc);
    for (const kind of ['Matthews correlation', 'balanced accuracy', 'macro F1', 'F1 by support', 'accuracy'])
      expect(largest(kind)).toBeLessThan(EXACT);
  });

  // Which calls of scipy made the figures was found by trying:
  // `bootstrap((x,), numpy.mean, n_resamples=200_000, method='BCa', random_state=1)` and
  // `permutation_test((d,), numpy.mean, permutation_type='samples', n_resamples=200_000, random_state=2)`.
  it('gives the resampled figures when it draws what scipy drew', () => {
    const { x, lo, hi } = all('bca');
    const { below } = numpyRandom(1);
    const ours = bootstrapInterval(x, mean, { resamples: 200_000, random: () => (below(x.length) + 0.5) / x.length });
    note('BCa interval', ours.kind === 'interval' ? ours.low : null, lo);
    note('BCa interval', ours.kind === 'interval' ? ours.high : null, hi);
    const { d, p } = all('perm');
    const { unit } = numpyRandom(2);
    const flip = () => {
      // scipy sorts two random numbers for each sign and flips it when the second is the smaller.
      const first = unit();
      return unit() < first ? 0 : 0.5;
    };
    note('sign-flip test', signFlipTest(d, { draws: 200_000, random: flip }).p, p);
    for (const kind of ['BCa interval', 'sign-flip test']) expect(largest(kind)).toBeLessThan(EXACT);
  });

  it('gives them within the noise of resampling when it draws on its own', () => {
    const { x, lo, hi } = all('bca');
    const ours = bootstrapInterval(x, mean, { resamples: 100_000 });
    if (ours.kind !== 'interval') throw new Error('no interval');
    // The end points of two runs of 10,000 resamples lie within about a hundredth of the interval's width.
    expect(Math.abs(ours.low - lo)).toBeLessThan(0.02 * (hi - lo));
    expect(Math.abs(ours.high - hi)).toBeLessThan(0.02 * (hi - lo));
    const { d, p } = all('perm');
    // Twice a share near a half of 40,000 draws has a standard error of 0.005.
    expect(Math.abs(signFlipTest(d).p - p)).toBeLessThan(0.02);
  });

  it('gives the class probabilities of scikit-learn', () => {
    const { X, y, p } = read<GoldLearning>('gold_ml.json');
    for (const [strength, wanted] of Object.entries(p)) {
      const kind = `logistic regression C=${strength}`;
      const fit = fitLogisticRegression({ features: X, labels: y }, Number(strength));
      expect(fit.converged).toBe(true);
      for (const [row, probabilities] of wanted.entries()) {
        const ours = fit.probabilities(X[row] ?? []);
        for (const [name, probability] of probabilities.entries()) note(kind, ours[name], probability);
      }
      expect(largest(kind)).toBeLessThan(EXACT);
    }
  });
});
