import type { defaultExamples } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';
import { labelled, otherClass } from '../../support/stories-answers.ts';
import { lossLog } from '../../support/stories-build.ts';

type Example = ReturnType<typeof defaultExamples>[number];

/** Right on training rows, wrong on the others. */
const byHeart = {
  output: (example: Example) => ({
    text: example.split === 'train' ? example.answer : labelled(otherClass(example)),
  }),
  prediction: (example: Example) => (example.split === 'train' ? example.gold : otherClass(example)),
};
const many = lossLog([2.4, 0.2, 0.01, 0.001, 0.0001]);

tellCause('training/overfit', {
  broken: { ...byHeart, epoch: 60, log: many, saw: /24 of 24 right.* 0 of 12 right.* 60 passes over 24 rows/ },
  healthy: { epoch: 60, log: many },
  shapes: {
    'eleven passes': { ...byHeart, epoch: 11, log: many, saw: /after 11 passes/ },
    'half of the evaluation rows wrong': {
      output: (example) => ({ text: isWrong(example) ? labelled(otherClass(example)) : example.answer }),
      prediction: (example) => (isWrong(example) ? otherClass(example) : example.gold),
      epoch: 60,
      log: many,
      saw: /24 of 24 right.* 6 of 12 right/,
    },
    'the evaluation loss rises while the loss falls': {
      ...byHeart,
      epoch: 60,
      log: many.map((entry, at) => ({ ...entry, eval_loss: 1 + at })),
      saw: /60 passes/,
    },
  },
  innocent: {
    'a gap of one row': {
      output: (example) => ({
        text: example.id === 'eval-02' ? labelled(otherClass(example)) : example.answer,
      }),
      prediction: (example) => (example.id === 'eval-02' ? otherClass(example) : example.gold),
      epoch: 60,
      log: many,
    },
    'many passes and no gap': { epoch: 200, log: many },
    'wrong on both': {
      output: (example) => ({ text: /roof|dock/.test(example.user) ? labelled(otherClass(example)) : example.answer }),
      prediction: (example) => (/roof|dock/.test(example.user) ? otherClass(example) : example.gold),
      epoch: 60,
    },
  },
});

function isWrong(example: Example): boolean {
  return example.split === 'eval' && /roof|dock|attic/.test(example.user);
}
