import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'render/think-block-differs',
  title: 'A thinking block on one side only',
  phase: 'D',
  clause: 'same-rendering',
  prior: -3,
  clues: [
    {
      check: 'render/think-block-differs',
      when: 'fail',
      weight: 7,
      group: 'rendering',
      because: 'requests differ from the training rows in exactly this',
    },
    {
      check: 'render/think-block-differs',
      when: 'pass',
      weight: -6,
      because: 'requests agree with the training rows in this',
    },
  ],
  remedy:
    'Use the same enable_thinking (and the same template) in training and at inference; usually no training is needed.',
  settle: { step: 'Log one request as it is really sent, with its token ids, into inference/requests.jsonl' },
});
