import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'data/conflicting-labels',
  title: 'Equal inputs have different answers',
  phase: 'G',
  prior: -3,
  clues: [
    { check: 'data/answers-conflicting', when: 'fail', weight: 7, because: 'equal questions have different answers' },
    {
      check: 'data/prompts-collapsed',
      when: 'fail',
      weight: -4.5,
      because: 'questions that lost what tells them apart have different answers too',
    },
    { check: 'data/answers-conflicting', when: 'pass', weight: -6, because: 'equal questions have equal answers' },
  ],
  remedy: 'Put what tells the rows apart into the prompt, or settle the answers; until then no training helps.',
  settle: { step: 'Put the training rows into the run folder' },
});
