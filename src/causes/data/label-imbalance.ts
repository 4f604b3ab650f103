import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'data/label-imbalance',
  title: 'One class dominates the training rows',
  phase: 'G',
  prior: -3,
  clues: [
    {
      check: 'data/class-imbalanced',
      when: 'fail',
      weight: 7,
      because: 'one class dominates training and the predictions',
    },
    {
      check: 'data/class-imbalanced',
      when: 'pass',
      weight: -6,
      because: 'classes are mixed, or the model separates them',
    },
    {
      check: 'data/option-place-favoured',
      when: 'fail',
      weight: -5,
      because: 'the letters are places in a list of options, and no classes',
    },
  ],
  remedy: 'Balance the classes, then judge by balanced accuracy or MCC.',
  settle: { step: 'Put the training rows and the task into the run folder' },
});
