import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'loss/terminator-not-in-loss',
  title: 'The end-of-turn token is never learned',
  phase: 'C',
  clause: 'answer-only-loss',
  prior: -3,
  clues: [
    {
      check: 'labels/end-of-turn-unsupervised',
      when: 'fail',
      weight: 7,
      group: 'end',
      because: 'answers end without a supervised end-of-turn token',
    },
    {
      check: 'labels/end-of-turn-unsupervised',
      when: 'pass',
      weight: -6,
      group: 'end',
      because: 'the end-of-turn token gets loss',
    },
    {
      check: 'labels/row-end-unterminated',
      when: 'fail',
      weight: 3.5,
      group: 'end',
      because: 'by template nothing ends the last turn',
    },
    {
      check: 'labels/eos-not-appended',
      when: 'fail',
      weight: 3.5,
      group: 'end',
      because: 'by settings no end-of-sequence token is appended',
    },
    {
      check: 'labels/row-all-masked',
      when: 'fail',
      weight: -7,
      because: 'where nothing is in the loss, the end-of-turn token is not singled out',
    },
    { check: 'decode/output-unended', when: 'fail', weight: 1.5, because: 'outputs run to the length limit' },
    { check: 'decode/output-unended', when: 'pass', weight: -1, because: 'outputs end by themselves' },
  ],
  remedy:
    'Make the end-of-turn token part of the supervised text (chat template, generation block, or EOS appended to the `text` or `completion` column), and train again.',
  settle: { step: 'Capture one batch and look at the last label of each row' },
});
