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
    // Predicted from settings, when there is no capture. A collator of the user's own leaves no trace in them: no certainty from here.
    ...(['messages', 'pair', 'release'] as const).map((message) => ({
      check: 'labels/prompt-unmasked' as const,
      when: 'fail' as const,
      message,
      weight: 4,
      because: 'by settings and columns nothing masks the prompt',
    })),
    // Text rows were long trained with a collator that masks up to a response marker.
    {
      check: 'labels/prompt-unmasked',
      when: 'fail',
      message: 'text',
      weight: 3,
      because: 'by settings and columns nothing masks the prompt',
    },
  ],
  remedy:
    'Mask everything but the answer: use prompt/completion rows, or assistant_only_loss=True with a chat template that has generation markers; then look at the labels of one row before training again.',
  settle: {
    step: "Look at the predicted labels, then capture one batch from the trainer's own collator and compare",
    command: 'lockstep labels .',
  },
});
