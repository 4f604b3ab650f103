import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'loss/answer-truncated',
  title: 'The maximum length cuts the answer',
  phase: 'C',
  clause: 'answer-only-loss',
  prior: -3,
  clues: [
    { check: 'labels/answer-cut', when: 'fail', weight: 7, group: 'cut', because: 'rows end inside the answer' },
    { check: 'labels/rows-dropped', when: 'fail', weight: 6.5, group: 'cut', because: 'the trainer dropped rows' },
    {
      check: 'labels/rows-cut-by-length',
      when: 'fail',
      weight: 4,
      group: 'cut',
      because: 'by settings the rows are longer than max_length',
    },
    { check: 'labels/answer-cut', when: 'pass', weight: -1.5, because: 'captured answers are whole' },
    { check: 'labels/rows-dropped', when: 'pass', weight: -1.5, because: 'no row was dropped' },
  ],
  remedy:
    'Raise max_length above the longest row, or shorten the prompts, and train again. Compare the rows given with the rows trained on.',
  settle: { step: 'Compare the number of rows given with the number trained on, and capture one batch' },
});
