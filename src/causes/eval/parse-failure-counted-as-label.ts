import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'eval/parse-failure-counted-as-label',
  title: 'The evaluator turns failures into a class',
  phase: 'E',
  clause: 'honest-scoring',
  prior: -3,
  clues: [
    {
      check: 'scoring/failure-counted-as-class',
      when: 'fail',
      weight: 7.5,
      because: 'outputs that do not parse are recorded as one class',
    },
    {
      check: 'scoring/failure-counted-as-class',
      when: 'pass',
      weight: -6,
      because: 'failures are recorded as failures',
    },
  ],
  remedy:
    'Record failures in a column of their own and score again; read answers out of code fences on purpose, or teach the bare format.',
  settle: { step: 'Write what the evaluator concluded (`prediction`) into the predictions' },
});
