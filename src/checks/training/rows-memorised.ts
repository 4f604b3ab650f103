import { countOf, percent } from '../../lib/count-of.ts';
import { fisherExact, type TwoGroups } from '../../lib/statistics/fisher-exact.ts';
import { wilsonInterval } from '../../lib/statistics/wilson-interval.ts';
import type { ScoredRow } from '../../scoring/scored-row.ts';
import { defineCheck } from '../define-check.ts';

// The usual 5 % for chance, on a gap that is worth acting on: three rows in twenty.
const CHANCE = 0.05;
const WORTH = 0.15;
// Where every training row was answered only the others are a sample: one row in ten has to be left of the gap at the end of their
// interval.
const CERTAIN = 0.1;
// One batch of Trainer's default size is what people overfit on purpose, to see that training works at all: there Fisher's test decides.
const SMOKE_TEST = 8;
// Beyond ten passes over a row repetition mostly teaches the row itself (spec/evaluation.md section 3: effective epochs over 10).
const MANY_PASSES = 10;
// Beyond about forty passes more of them are worth nothing (Muennighoff et al. 2023, Scaling Data-Constrained Language Models, section 5):
// from there on any gap is memory. Before, rows that are mostly answered rightly were not learned by heart but are hard.
const TOO_MANY_PASSES = 40;
const MOSTLY = 0.5;
/** Rows that are known by heart are answered rightly; a model that fails on its own training rows has another fault. */
const BY_HEART = 0.75;

export default defineCheck({
  id: 'training/rows-memorised',
  title: 'Evaluation rows are answered nearly as well as training rows',
  severity: 'warning',
  phase: 'G',
  needs: ['scores', 'trainerState', 'trainData'],
  messages: {
    gap: {
      what: '{train} on training rows, {evaluation} on the others, after {passes} passes over {rows} rows.',
      why: 'The model learned these rows by heart and not what they have in common.',
      fix: 'Use more and more varied rows, or stop earlier: pick the checkpoint with the best evaluation score, and let no row be seen more than a few times.',
    },
  },
  run({ scores, trainerState, trainData }) {
    if (scores.card.kind === 'free')
      return { kind: 'not-applicable', because: 'an open answer may be right in other words than the target' };
    const of = (wanted: boolean) => {
      const rows = scores.rows.filter((row) => (row.split === 'train') === wanted && row.correctOurs !== null);
      return { successes: rows.filter((row) => row.correctOurs).length, n: rows.length };
    };
    const [first, second] = [of(true), of(false)];
    if (first.n === 0 || second.n === 0)
      return {
        kind: 'unknown',
        because: 'the predictions are not on both training and other rows',
        settle: 'predict some training rows too (split: train)',
      };
    const passes = trainerState.epoch ?? trainerState.num_train_epochs ?? 0;
    const words = {
      train: countOf(first.successes, first.n, 'right'),
      evaluation: countOf(second.successes, second.n, 'right'),
    };
    const saw = `${words.train} on training rows, ${words.evaluation} on the others`;
    const gap = first.successes / first.n - second.successes / second.n;
    if (first.successes < first.n * BY_HEART || gap < WORTH || isChance({ first, second }, trainData.total))
      return { kind: 'pass', saw };
    if (passes <= MANY_PASSES)
      return { kind: 'unknown', because: `${saw}, but each row was seen only ${passes.toFixed(1)} times` };
    const usual = majorityShare(scores.rows.filter((row) => row.split !== 'train'));
    if (passes < TOO_MANY_PASSES && second.successes / second.n >= usual + (first.successes / first.n - usual) * MOSTLY)
      return { kind: 'pass', saw: `${saw}, after ${passes.toFixed(1)} passes` };
    const data = { ...words, passes: Math.round(passes), rows: trainData.total, gap: percent(gap) };
    return { kind: 'fail', findings: [{ message: 'gap', data, places: [{ kind: 'file', path: trainData.path }] }] };
  },
});

function isChance({ first, second }: TwoGroups, trained: number): boolean {
  if (fisherExact({ first, second }) <= CHANCE) return false;
  const most = wilsonInterval(second.successes, second.n)?.high ?? 1;
  return trained <= SMOKE_TEST || first.n < trained || first.successes / first.n - most < CERTAIN;
}

/** What always saying the most frequent class would get right; 0 where the task has no classes. */
function majorityShare(rows: readonly ScoredRow[]): number {
  const counts = new Map<string, number>();
  for (const { goldClass } of rows) if (goldClass !== null) counts.set(goldClass, (counts.get(goldClass) ?? 0) + 1);
  return Math.max(0, ...counts.values()) / Math.max(1, rows.length);
}
