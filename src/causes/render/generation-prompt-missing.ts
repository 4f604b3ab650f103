import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'render/generation-prompt-missing',
  title: "The request does not open the assistant's turn",
  phase: 'D',
  clause: 'same-rendering',
  prior: -3,
  clues: [
    {
      check: 'render/generation-prompt-missing',
      when: 'fail',
      weight: 7,
      group: 'rendering',
      because: 'requests differ from the training rows in exactly this',
    },
    {
      check: 'render/generation-prompt-missing',
      when: 'pass',
      weight: -6,
      because: 'requests agree with the training rows in this',
    },
  ],
  remedy: 'Render requests with add_generation_prompt=True; no training is needed.',
  settle: { step: 'Log one request as it is really sent, with its token ids, into inference/requests.jsonl' },
});
