import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'decode/sampling-on',
  title: 'Evaluation sampled instead of decoding greedily',
  phase: 'E',
  clause: 'honest-scoring',
  prior: -3,
  clues: [
    { check: 'decode/sampling-enabled', when: 'fail', weight: 7, because: 'the decoding settings sample' },
    { check: 'decode/sampling-enabled', when: 'pass', weight: -7, because: 'decoding is greedy' },
  ],
  remedy: 'Evaluate with do_sample=False (temperature 0), set in the request itself, and score again.',
  settle: { step: 'Write the decoding settings that were used into inference/generation.json' },
});
