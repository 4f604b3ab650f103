import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'training/undertrained',
  title: 'Too few steps, or too small a learning rate',
  phase: 'G',
  prior: -3,
  clues: [
    // Weights that stay where they are leave the loss where it is: one root.
    {
      check: 'training/loss-flat',
      when: 'fail',
      message: 'flat',
      weight: 6,
      group: 'still',
      because: 'the loss hardly moved',
    },
    {
      check: 'training/loss-flat',
      when: 'fail',
      message: 'early',
      weight: 4.5,
      group: 'still',
      because: 'training stopped while the loss was high, before every row was seen',
    },
    {
      check: 'labels/prompt-supervised',
      when: 'fail',
      weight: -3,
      because: 'a loss on the prompt stays high by itself',
    },
    { check: 'training/loss-flat', when: 'pass', weight: -5, because: 'the loss fell' },
    {
      check: 'adapter/movement-tiny',
      when: 'fail',
      weight: 3,
      group: 'still',
      because: 'the adapter hardly changes the weights',
    },
    { check: 'adapter/movement-tiny', when: 'pass', weight: -0.5, because: 'the adapter changes the weights' },
    { check: 'training/loss-not-finite', when: 'fail', weight: -5, because: 'the run diverged' },
    { check: 'adapter/update-zero', when: 'fail', weight: -2, because: 'the saved adapter is not the trained one' },
  ],
  remedy: 'Raise the learning rate (LoRA usually wants 1e-4 to 5e-4) or the number of steps until the loss moves.',
  settle: { step: 'Put checkpoint-*/trainer_state.json into the run folder' },
});
