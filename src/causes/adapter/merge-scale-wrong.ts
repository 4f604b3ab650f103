import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'adapter/merge-scale-wrong',
  title: 'The adapter was merged with a wrong factor',
  phase: 'B',
  clause: 'adapter-active',
  prior: -3.5,
  clues: [
    {
      check: 'adapter/merge-scale-off',
      when: 'fail',
      weight: 8,
      because: 'the update counts another number of times than once',
    },
    { check: 'adapter/merge-scale-off', when: 'pass', weight: -7, because: 'the update counts exactly once' },
  ],
  remedy:
    'Merge again, once, from untouched base weights and with the adapter_config.json that training wrote; κ must be 1 in every module (lockstep adapter).',
  settle: {
    step: 'Compare base, adapter and merged weights',
    command: 'lockstep adapter . --base /path/to/base --merged /path/to/merged',
  },
});
