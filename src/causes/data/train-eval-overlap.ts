import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'data/train-eval-overlap',
  title: 'Evaluation rows were trained on',
  phase: 'G',
  prior: -3,
  clues: [
    { check: 'data/eval-row-trained', when: 'fail', weight: 7, because: 'evaluation rows are training rows' },
    { check: 'data/eval-row-trained', when: 'pass', weight: -6, because: 'no evaluation row was trained on' },
    {
      check: 'data/prompts-collapsed',
      when: 'fail',
      weight: -4.5,
      because: 'inputs that became one are the same in both splits too',
    },
  ],
  remedy:
    'Split again by source document, remove shared rows from one side, and evaluate again: the present score is memory.',
  settle: { step: 'Put training and evaluation rows into the run folder' },
});
