import { percent } from '../../lib/count-of.ts';
import { classSurfaces } from '../../scoring/health/class-surfaces.ts';
import { matchClass } from '../../scoring/match-class.ts';
import { defineCheck } from '../define-check.ts';

/** Spellings named in one sentence. */
const MOST_NAMED = 6;

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
        ? [{ class: name, surface }]
        : [],
    );
    if (classified.length === 0)
      return { kind: 'unknown', because: 'no training answer is a class alone, or has one at the class path' };
    const byClass = new Map(classSurfaces(classified).map((one) => [one.class, one]));
    for (const name of task.classes) {
      const own = byClass.get(name);
      if (own === undefined || own.taught < 2) continue;
      const spellings = own.surfaces
        .slice(0, Math.min(own.taught, MOST_NAMED))
        .map(({ surface, share }) => `${JSON.stringify(surface)} ${percent(share.share ?? 0)}`)
        .join(', ');
      return {
        kind: 'fail',
        findings: [
          {
            message: 'varies',
            data: { class: name, count: own.taught, spellings },
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
