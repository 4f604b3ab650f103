import { percent } from '../../lib/count-of.ts';
import { defineCheck } from '../define-check.ts';

// spec/evaluation.md 1.10: collapse is a predicted share of at least 0.95 where the gold share is at most 0.85. A training share from 0.8
// up makes always saying that class worth more than any feature of the input to a small model.
const COLLAPSED = 0.95;
const GOLD_BELOW = 0.85;
const DOMINANT = 0.8;
const ENOUGH = 20;

export default defineCheck({
  id: 'data/class-imbalanced',
  title: 'No class dominates the training rows so far that the model says nothing else',
  severity: 'warning',
  phase: 'G',
  needs: ['trainExamples', 'scores'],
  messages: {
    dominated: {
      what: '`{class}` is the answer of {trained} of the training rows, and the model answers it for {predicted} of the evaluated rows, where it is right for {gold}.',
      why: 'Saying the frequent class is the cheapest way to a low loss; the model has not learned what separates the classes.',
      fix: 'Balance the classes in the training rows (at least 1 to 3), and judge by balanced accuracy or MCC: plain accuracy rewards the constant answer.',
    },
  },
  run({ trainExamples, scores }) {
    const { card } = scores;
    if (card.kind !== 'classify') return { kind: 'not-applicable', because: 'the task is not a classification' };
    const classes = trainExamples.rows.flatMap((row) => (row.class === undefined ? [] : [row.class]));
    if (classes.length < ENOUGH)
      return { kind: 'unknown', because: `only ${classes.length} training rows have a class` };
    const share = (name: string) => classes.filter((one) => one === name).length / classes.length;
    const dominant = card.classes.find((name) => share(name) >= DOMINANT);
    if (dominant === undefined) {
      return {
        kind: 'pass',
        saw: `class shares in training: ${card.classes
          .slice(0, 6)
          .map((name) => `${name} ${percent(share(name))}`)
          .join(', ')}`,
      };
    }
    // Judged where the classes are mixed: a training split that is imbalanced itself rewards the constant answer.
    const mixed = card.splits.flatMap((split) =>
      split.shares.filter((one) => one.class === dominant && (one.gold.share ?? 1) <= GOLD_BELOW),
    );
    if (!mixed.some((one) => one.ours.of >= ENOUGH))
      return {
        kind: 'unknown',
        because: `${dominant} is ${percent(share(dominant))} of the training rows, but no evaluated split mixes the classes`,
        settle: 'predict rows of every class',
      };
    const collapsed = mixed.find((one) => (one.ours.share ?? 0) >= COLLAPSED && one.ours.of >= ENOUGH);
    if (collapsed === undefined)
      return {
        kind: 'pass',
        saw: `${dominant} is ${percent(share(dominant))} of the training rows, and the model answers other classes too`,
      };
    const data = {
      class: dominant,
      trained: percent(share(dominant)),
      predicted: percent(collapsed.ours.share ?? 0),
      gold: percent(collapsed.gold.share ?? 0),
    };
    return {
      kind: 'fail',
      findings: [{ message: 'dominated', data, places: [{ kind: 'file', path: trainExamples.path }] }],
    };
  },
});
