import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'render/system-prompt-differs',
  title: 'Another system prompt at inference than in training',
  phase: 'D',
  clause: 'same-rendering',
  prior: -3,
  clues: [
    {
      check: 'render/system-prompt-differs',
      when: 'fail',
      weight: 7,
      group: 'rendering',
      because: 'requests differ from the training rows in exactly this',
    },
    {
      check: 'render/system-prompt-differs',
      when: 'pass',
      weight: -6,
      because: 'requests agree with the training rows in this',
    },
  ],
  remedy: "Send the training rows' system prompt at inference (or none in both); no training is needed.",
  settle: { step: 'Log one request as it is really sent, with its token ids, into inference/requests.jsonl' },
});
