import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'render/bos-doubled',
  title: 'The request begins with another number of BOS tokens',
  phase: 'D',
  clause: 'same-rendering',
  prior: -3,
  clues: [
    {
      check: 'render/bos-count-differs',
      when: 'fail',
      weight: 7,
      group: 'rendering',
      because: 'requests differ from the training rows in exactly this',
    },
    {
      check: 'render/bos-count-differs',
      when: 'pass',
      weight: -6,
      because: 'requests agree with the training rows in this',
    },
    {
      check: 'render/role-markers-differ',
      when: 'fail',
      weight: -4.5,
      because: 'another chat format begins otherwise too',
    },
  ],
  remedy: 'Tokenize rendered prompts with add_special_tokens=False, or send token ids; no training is needed.',
  settle: { step: 'Log one request as it is really sent, with its token ids, into inference/requests.jsonl' },
});
