import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'adapter/merge-missing',
  title: 'The merged weights lack the update',
  phase: 'B',
  clause: 'adapter-active',
  prior: -3.5,
  clues: [
    {
      check: 'adapter/served-weights-equal-base',
      when: 'fail',
      weight: 8,
      group: 'merge',
      because: 'every adapted tensor is byte-equal to the base',
    },
    {
      check: 'adapter/merge-update-absent',
      when: 'fail',
      weight: 8,
      group: 'merge',
      because: 'the values of the adapted tensors hold nothing of the update',
    },
    {
      check: 'adapter/merge-partial',
      when: 'fail',
      weight: 7.5,
      group: 'merge',
      because: 'a part of the adapted tensors is still the base',
    },
    {
      check: 'adapter/served-weights-equal-base',
      when: 'pass',
      weight: -7,
      group: 'merge',
      because: 'the served weights differ from the base',
    },
  ],
  remedy: 'Merge again with merge_and_unload, save the returned model, and compare with the base once more.',
  settle: { step: 'Put the served weights beside the run', command: 'lockstep check . --served /path/to/merged' },
});
