import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'training/diverged',
  title: 'Training diverged',
  phase: 'B',
  clause: 'adapter-active',
  prior: -3.5,
  clues: [
    // Gradients that are not numbers make weights that are none: one root, and whatever else made the first made the second.
    {
      check: 'training/loss-not-finite',
      when: 'fail',
      message: 'notFinite',
      weight: 6.5,
      group: 'numbers',
      because: 'loss or gradients are not finite',
    },
    {
      check: 'training/loss-not-finite',
      when: 'fail',
      message: 'rose',
      weight: 5.5,
      group: 'numbers',
      because: 'the loss ended above its start',
    },
    { check: 'training/loss-not-finite', when: 'pass', weight: -6, because: 'loss and gradients stayed finite' },
    // The mean over no token is 0/0: a batch without labels logs NaN although no step was too large.
    {
      check: 'labels/row-all-masked',
      when: 'fail',
      weight: -5,
      because: 'a loss over no label is not a number either',
    },
    {
      check: 'adapter/weights-not-finite',
      when: 'fail',
      weight: 4,
      group: 'numbers',
      because: 'the adapter holds NaN or infinity',
    },
  ],
  rivals: [
    {
      cause: 'loss/nothing-in-loss',
      because: 'the mean over no label is not a number either',
      // Trainer logs such a mean as 0 (logging_nan_inf_filter), so a log that is not all zeros had tokens to learn.
      toldApartBy: [
        { check: 'labels/row-all-masked', when: 'verdict' },
        { check: 'training/loss-zero', when: 'pass' },
      ],
    },
  ],
  remedy:
    'Start again from the base model with a learning rate ten times lower, gradient clipping and bfloat16 or float32.',
  settle: { step: 'Put checkpoint-*/trainer_state.json into the run folder' },
});
