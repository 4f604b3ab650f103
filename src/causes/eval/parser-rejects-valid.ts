import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'eval/parser-rejects-valid',
  title: 'The evaluator misses right answers',
  phase: 'E',
  clause: 'honest-scoring',
  prior: -3,
  clues: [
    {
      check: 'scoring/valid-answer-rejected',
      when: 'fail',
      message: 'rejected',
      weight: 7,
      because: 'right answers were not counted',
    },
    // Another fault made the model talk like that; which one other checks say, or nothing does.
    {
      check: 'scoring/valid-answer-rejected',
      when: 'fail',
      message: 'untaught',
      weight: 2.5,
      because: 'right answers among untrained text were not counted',
    },
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
    // An answer that stands among other text is what a model gives that was asked or taught in another way: that is to be mended first.
    ...(
      [
        ['render/generation-prompt-missing', 'requests that do not open the assistant turn explain it'],
        ['render/role-markers-differ', 'another chat format explains it'],
        ['render/think-block-differs', 'a thinking block on one side explains it'],
        ['labels/end-of-turn-unsupervised', 'a model that was not taught to stop explains it'],
        ['labels/answer-start-shifted', 'a shifted loss explains it'],
        ['decode/sampling-enabled', 'sampled answers are worded in other ways than trained ones'],
      ] as const
    ).map(([check, because]) => ({ check, when: 'fail' as const, weight: -4.5, group: 'asked', because })),
  ],
  remedy:
    'Let the evaluator take the answer out of fences and prose (or constrain the format), and score again before training anything.',
  settle: { step: 'Write what the evaluator concluded (`prediction`) and the gold value into the predictions' },
});
