import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'data/answer-position-biased',
  title: 'The training rows teach the place of the right option',
  phase: 'G',
  prior: -3.5,
  clues: [
    {
      check: 'data/option-place-favoured',
      when: 'fail',
      message: 'taught',
      weight: 7,
      because: 'the model chooses the place where training rows have the right option',
    },
    {
      check: 'data/option-place-favoured',
      when: 'fail',
      message: 'chosen',
      weight: 2,
      because: 'the model prefers a place that training rows do not favour',
    },
    {
      check: 'data/option-place-favoured',
      when: 'pass',
      weight: -6,
      because: 'places are chosen as often as they are right',
    },
    {
      check: 'labels/answer-absent',
      when: 'fail',
      weight: -3,
      because: 'a model that never saw the questions answers with the most frequent letter',
    },
  ],
  remedy: 'Shuffle the options of every training row, then train again.',
  settle: { step: 'Put training rows, requests and predictions into the run folder' },
});
