import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'eval/parser-rejects-valid',
  title: 'The evaluator misses right answers',
  phase: 'E',
  clause: 'honest-scoring',
  prior: -3,
  clues: [
    { check: 'scoring/valid-answer-rejected', when: 'fail', weight: 7, because: 'right answers were not counted' },
    {
      check: 'scoring/valid-answer-rejected',
      when: 'pass',
      weight: -6,
      because: 'the evaluator counts the right answers that are there',
    },
    {
      check: 'scoring/failure-counted-as-class',
      when: 'fail',
      weight: -1,
      because: 'a fallback class explains it more exactly',
    },
    { check: 'decode/prompt-included', when: 'fail', weight: -5, because: 'the prompt in the output explains it' },
    {
      check: 'decode/end-of-turn-passed',
      when: 'fail',
      weight: -4,
      because: 'text after the end-of-turn token explains it',
    },
  ],
  remedy:
    'Let the evaluator take the answer out of fences and prose (or constrain the format), and score again before training anything.',
  settle: { step: 'Write what the evaluator concluded (`prediction`) and the gold value into the predictions' },
});
