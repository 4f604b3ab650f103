import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'loss/turns-dropped',
  title: 'The chat template drops turns of the data',
  phase: 'C',
  clause: 'answer-only-loss',
  prior: -3,
  clues: [
    {
      check: 'labels/answer-absent',
      when: 'fail',
      weight: 7,
      because: 'turns of the data are not in the trained rows',
    },
    { check: 'labels/answer-absent', when: 'pass', weight: -5, because: 'question and answer are in the trained rows' },
    {
      check: 'data/prompts-collapsed',
      when: 'fail',
      message: 'ids',
      weight: -3,
      because: 'a question that was shortened until all are the same is not a dropped turn',
    },
    {
      check: 'render/role-unrendered',
      when: 'fail',
      weight: 4,
      group: 'roles',
      because: 'the template renders nothing for a role in the data',
    },
    {
      check: 'labels/roles-unmapped',
      when: 'fail',
      message: 'unrendered',
      weight: 4.5,
      group: 'roles',
      because: 'the template leaves out turns of the training rows',
    },
  ],
  remedy:
    'Rename the roles in the data to those of the chat template (human → user, gpt → assistant), render one row to see it whole, and train again.',
  settle: { step: 'Capture one batch and read it as text' },
});
