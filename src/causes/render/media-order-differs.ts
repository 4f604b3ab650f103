import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'render/media-order-differs',
  title: 'Images stand elsewhere than in training',
  phase: 'D',
  clause: 'same-rendering',
  prior: -3,
  clues: [
    {
      check: 'render/media-placement-differs',
      when: 'fail',
      weight: 7,
      group: 'rendering',
      because: 'requests differ from the training rows in exactly this',
    },
    {
      check: 'render/media-placement-differs',
      when: 'pass',
      weight: -6,
      because: 'requests agree with the training rows in this',
    },
  ],
  remedy:
    "Build the request's content list in the order of the training rows, with the same line breaks; no training is needed.",
  settle: { step: 'Log one request as it is really sent, with its token ids, into inference/requests.jsonl' },
});
