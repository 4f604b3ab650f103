import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'decode/stop-token-unset',
  title: 'Decoding does not stop at the end-of-turn token',
  phase: 'E',
  clause: 'honest-scoring',
  prior: -3,
  clues: [
    {
      check: 'decode/end-of-turn-passed',
      when: 'fail',
      weight: 7,
      because: 'outputs go on after the end-of-turn token',
    },
    { check: 'decode/end-of-turn-passed', when: 'pass', weight: -4, because: 'nothing follows the end-of-turn token' },
    {
      check: 'decode/stop-set-incomplete',
      when: 'fail',
      weight: 5,
      because: 'the stop set lacks the token that ends trained answers',
    },
    {
      check: 'decode/stop-set-incomplete',
      when: 'pass',
      weight: -2,
      because: 'the stop set has the token that ends trained answers',
    },
  ],
  remedy: 'Add the end-of-turn token to eos_token_id (generation_config.json or stop_token_ids), and score again.',
  settle: { step: 'Write output_ids into the predictions and eos_token_id into inference/generation.json' },
});
