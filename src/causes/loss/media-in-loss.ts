import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'loss/media-in-loss',
  title: 'Image or padding tokens are in the loss',
  phase: 'C',
  clause: 'answer-only-loss',
  prior: -3.5,
  clues: [
    { check: 'labels/media-supervised', when: 'fail', weight: 7, because: 'media or padding tokens have labels' },
    { check: 'labels/media-supervised', when: 'pass', weight: -6, because: 'no media or padding token has a label' },
  ],
  remedy:
    'Set their labels to -100: train on prompt/completion rows, or mask placeholder ids in the collator; mask padding by position, not by id.',
  settle: { step: 'Capture one batch and look at the labels of the image tokens' },
});
