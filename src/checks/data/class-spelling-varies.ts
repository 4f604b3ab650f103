import { percent } from '../../lib/count-of.ts';
import { matchClass } from '../../scoring/match-class.ts';
import { defineCheck } from '../define-check.ts';

/** One row in twenty: below that a spelling is a slip, above it the model learns to produce it. */
const TAUGHT = 0.05;
/** In a small data set a slip is more than that. */
const MORE_THAN_SLIPS = 3;

export default defineCheck({
  id: 'data/class-spelling-varies',
  title: 'Each class is written in one way',
  severity: 'warning',
  phase: 'G',
  needs: ['trainExamples', 'task'],
  messages: {
    varies: {
      what: 'The training rows write `{class}` in {count} ways: {spellings}.',
      why: 'The model learns to choose a spelling at random, and an evaluator that compares exactly counts the others as wrong.',
      fix: 'Write every class in exactly one way in the training rows; until then compare without case and surrounding space.',
    },
  },
  run({ trainExamples, task }) {
    if (task.kind !== 'classify') return { kind: 'not-applicable', because: 'the task is not a classification' };
    const classified = trainExamples.rows.flatMap(({ class: name, surface }) =>
      // A text that holds the class among other words is not a spelling of it.
      name !== undefined && surface !== undefined && matchClass(surface, task.classes)?.class === name
        ? [{ name, surface }]
        : [],
    );
    if (classified.length === 0)
      return { kind: 'unknown', because: 'no training answer is a class alone, or has one at the class path' };
    for (const name of task.classes) {
      const own = classified.filter((row) => row.name === name);
      const counts = new Map<string, number>();
      for (const { surface } of own) counts.set(surface, (counts.get(surface) ?? 0) + 1);
      const taught = [...counts]
        .filter(([, count]) => count >= Math.max(MORE_THAN_SLIPS, own.length * TAUGHT))
        .sort((a, b) => b[1] - a[1]);
      if (taught.length < 2) continue;
      const spellings = taught
        .slice(0, 6)
        .map(([surface, count]) => `${JSON.stringify(surface)} ${percent(count / own.length)}`)
        .join(', ');
      return {
        kind: 'fail',
        findings: [
          {
            message: 'varies',
            data: { class: name, count: taught.length, spellings },
            places: [{ kind: 'file', path: trainExamples.path }],
          },
        ],
      };
    }
    return {
      kind: 'pass',
      saw: `each of ${task.classes.length} classes has one spelling in ${classified.length.toLocaleString('en-US')} training rows`,
    };
  },
});
