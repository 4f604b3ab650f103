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
    // Without labels there is no gradient, and AdamW leaves a matrix of zeros at zero: the adapter is the consequence.
    {
      check: 'training/loss-zero',
      when: 'fail',
      weight: -6,
      group: 'labels',
      because: 'with a loss of zero there was nothing to learn',
    },
    {
      check: 'labels/row-all-masked',
      when: 'fail',
      weight: -6,
      group: 'labels',
      because: 'rows without a label give no gradient',
    },
    { check: 'training/loss-zero', when: 'pass', weight: 1.5, because: 'there was a loss to learn from' },
  ],
  remedy:
    "Save the adapter from the trained object, after training; if the saved step is right, the adapter's parameters got no gradient (not in the optimizer, or frozen).",
  settle: { step: 'Put adapter_model.safetensors into the run folder' },
});
