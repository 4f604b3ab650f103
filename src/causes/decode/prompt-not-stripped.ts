import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'decode/prompt-not-stripped',
  title: 'The whole sequence was decoded, prompt and all',
  phase: 'E',
  clause: 'honest-scoring',
  prior: -3,
  clues: [
    { check: 'decode/prompt-included', when: 'fail', weight: 8, because: 'outputs begin with their prompt' },
    { check: 'decode/prompt-included', when: 'pass', weight: -7, because: 'outputs do not begin with their prompt' },
  ],
  remedy:
    "Decode only what was generated: slice the prompt's ids off before decoding, and score again. The model itself may be fine.",
  settle: { step: 'Write requests and predictions with the same ids' },
});
