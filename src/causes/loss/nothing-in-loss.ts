import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'loss/nothing-in-loss',
  title: 'Every label is -100',
  phase: 'C',
  clause: 'answer-only-loss',
  prior: -3.5,
  clues: [
    // A loss of zero is what rows without a label give: one root.
    { check: 'labels/row-all-masked', when: 'fail', weight: 7, group: 'labels', because: 'rows have no label at all' },
    { check: 'labels/row-all-masked', when: 'pass', weight: -6, because: 'rows have supervised tokens' },
    {
      check: 'labels/answer-cut',
      when: 'fail',
      weight: -4,
      because: 'the length limit cut off what would have had a label',
    },
    {
      check: 'labels/answer-absent',
      when: 'fail',
      weight: -5,
      because: 'rows that lost their turns have nothing left to learn',
    },
    {
      check: 'training/loss-zero',
      when: 'fail',
      weight: 3,
      group: 'labels',
      because: 'the logged loss is exactly zero',
    },
  ],
  remedy:
    'Find what masks the answer (response template not found, completion mask of zeros, truncation), and print the labels of one row until the answer is in them.',
  settle: { step: 'Capture one batch and count the labels that are not -100' },
});
