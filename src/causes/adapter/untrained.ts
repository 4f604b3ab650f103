import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'adapter/untrained',
  title: "The adapter's update is still zero",
  phase: 'B',
  clause: 'adapter-active',
  prior: -3.5,
  clues: [
    { check: 'adapter/update-zero', when: 'fail', weight: 8, because: 'all updates are exactly zero' },
    { check: 'adapter/update-zero', when: 'pass', weight: -7, because: 'the adapter has updates that are not zero' },
  ],
  remedy:
    "Save the adapter from the trained object, after training; if the saved step is right, the adapter's parameters got no gradient (not in the optimizer, or frozen).",
  settle: { step: 'Put adapter_model.safetensors into the run folder' },
});
