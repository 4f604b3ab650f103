import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'adapter/merge-base-differs',
  title: 'The adapter was merged into other base weights',
  phase: 'B',
  clause: 'adapter-active',
  prior: -3.5,
  clues: [
    {
      check: 'adapter/merge-base-differs',
      when: 'fail',
      weight: 8,
      because: 'the merged weights are not this base plus the update',
    },
    {
      check: 'adapter/merge-base-differs',
      when: 'pass',
      weight: -7,
      because: 'apart from the update the merged weights are the base',
    },
  ],
  remedy:
    'Load the base that was trained on, in its own precision and not quantised, merge into that, and compare again: nothing but the update may differ.',
  settle: {
    step: 'Compare base, adapter and merged weights',
    command: 'lockstep adapter . --base /path/to/base --merged /path/to/merged',
  },
});
