import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'data/label-surface-varies',
  title: 'One class is written in several ways',
  phase: 'G',
  prior: -3,
  clues: [
    {
      check: 'data/class-spelling-varies',
      when: 'fail',
      weight: 7,
      because: 'a class has several spellings in training',
    },
    { check: 'data/class-spelling-varies', when: 'pass', weight: -6, because: 'each class has one spelling' },
  ],
  remedy: 'Write every class in exactly one way, and train again; meanwhile compare without case and space.',
  settle: { step: 'Put the training rows and the task into the run folder' },
});
