import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'loss/boundary-shifted',
  title: 'The loss starts in the wrong place',
  phase: 'C',
  clause: 'answer-only-loss',
  prior: -3,
  clues: [
    {
      check: 'labels/answer-start-shifted',
      when: 'fail',
      weight: 7,
      because: 'the first tokens of the answer are masked, or prompt tokens leak in',
    },
    { check: 'labels/answer-start-shifted', when: 'pass', weight: -6, because: 'the loss begins with the answer' },
    {
      check: 'render/generation-prompt-not-prefix',
      when: 'fail',
      weight: 1,
      group: 'prefix',
      because: 'the generation prompt is not how an assistant turn begins',
    },
    {
      check: 'labels/prompt-not-prefix',
      when: 'fail',
      weight: 3.5,
      group: 'prefix',
      because: 'the prompt alone has other tokens than the beginning of the row',
    },
    {
      check: 'render/token-ids-differ',
      when: 'fail',
      weight: 2,
      because: 'prompt and answer do not meet at a token boundary',
    },
  ],
  rivals: [
    {
      cause: 'render/generation-prompt-missing',
      because:
        'without the training rows an answer is taken to begin where its request ends, so a request that ends too early moves it',
      toldApartBy: [
        { check: 'labels/answer-absent', when: 'verdict' },
        { check: 'render/generation-prompt-missing', when: 'pass' },
        // Read from the data and the template, with no request in it.
        { check: 'labels/prompt-not-prefix', when: 'fail' },
      ],
    },
  ],
  remedy:
    'Make the prompt with its generation prompt a prefix of the whole row (same thinking block in both, no word or space across the join), and train again.',
  settle: { step: 'Capture one batch and compare its first label with the first token of the answer' },
});
