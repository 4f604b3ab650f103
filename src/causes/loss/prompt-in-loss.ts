import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'loss/prompt-in-loss',
  title: 'The loss covers the prompt, not just the answer',
  phase: 'C',
  clause: 'answer-only-loss',
  prior: -2.5,
  clues: [
    {
      check: 'labels/prompt-supervised',
      when: 'fail',
      weight: 7,
      because: 'system, user or template tokens have labels',
    },
    { check: 'labels/prompt-supervised', when: 'pass', weight: -6, because: 'no prompt token has a label' },
  ],
  remedy:
    'Mask everything but the answer: use prompt/completion rows, or assistant_only_loss=True with a chat template that has generation markers; then look at the labels of one row before training again.',
  settle: {
    step: "Capture one batch from the trainer's own collator and look at its labels",
    command: 'lockstep check . (with capture/batches.jsonl)',
  },
});
