import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'decode/length-cut',
  title: 'max_new_tokens is too small for the answer',
  phase: 'E',
  clause: 'honest-scoring',
  prior: -3,
  clues: [
    {
      check: 'decode/answer-length-cut',
      when: 'fail',
      message: 'cut',
      weight: 8,
      because: 'right beginnings were cut by the length limit',
    },
    {
      check: 'decode/answer-length-cut',
      when: 'fail',
      message: 'tight',
      weight: 8,
      because: 'trained answers are longer than what decoding allows',
    },
    { check: 'decode/answer-length-cut', when: 'pass', weight: -6, because: 'no right beginning was cut' },
  ],
  remedy: 'Raise max_new_tokens above the longest target plus its end-of-turn token, and score again.',
  settle: { step: 'Write finish_reason and target into the predictions' },
});
