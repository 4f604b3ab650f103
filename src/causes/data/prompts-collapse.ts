import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'data/prompts-collapse',
  title: 'Different rows become the same input',
  phase: 'G',
  prior: -3,
  clues: [
    { check: 'data/prompts-collapsed', when: 'fail', weight: 7, because: 'many rows reach the model as one input' },
    { check: 'data/prompts-collapsed', when: 'pass', weight: -6, because: 'different rows are different inputs' },
  ],
  remedy:
    'Find where the distinguishing part is cut off (a character limit, max_length, an unfilled variable), and build the rows again.',
  settle: { step: 'Put the training rows and a capture into the run folder' },
});
