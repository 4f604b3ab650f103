import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'adapter/keys-unmatched',
  title: 'Adapter keys name modules that the base does not have',
  phase: 'B',
  clause: 'adapter-active',
  prior: -3,
  clues: [
    { check: 'adapter/keys-unmatched', when: 'fail', weight: 8, because: 'adapter keys do not fit the base model' },
    { check: 'adapter/keys-unmatched', when: 'pass', weight: -7, because: 'all adapter keys fit the base model' },
  ],
  remedy:
    "Load with the library version that saved the adapter, or rename its keys to the base model's module paths; then check that no key is missing or left over.",
  settle: {
    step: "Put the base model's safetensors (or its index) beside the run",
    command: 'lockstep check . --base /path/to/base',
  },
});
