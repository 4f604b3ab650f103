import { tellCause } from '../../support/stories.ts';
import { labelled, threeClassExamples, threeClassTask } from '../../support/stories-answers.ts';

const classes = ['whole', 'torn', 'wet'];
/** 120 rows of which 80 are trained on; `share` of the training rows are whole, the others and all evaluation rows are mixed. */
const rows = (share: number) => {
  let trained = 0;
  return threeClassExamples(120, (index) => {
    if (index % 3 === 2) return classes[((index - 2) / 3) % 3] ?? 'whole';
    trained += 1;
    return trained <= 80 * share ? 'whole' : (classes[1 + (trained % 2)] ?? 'torn');
  });
};
const alwaysWhole = {
  output: () => ({ text: labelled('whole') }),
  prediction: () => 'whole',
};

tellCause('data/label-imbalance', {
  broken: { task: threeClassTask, examples: rows(0.95), ...alwaysWhole, saw: /`whole` is the answer of 95 %/ },
  healthy: { task: threeClassTask, examples: rows(1 / 3) },
  shapes: {
    'nine in ten': { task: threeClassTask, examples: rows(0.9), ...alwaysWhole, saw: /`whole` is the answer of 90 %/ },
    'one class only': {
      task: threeClassTask,
      examples: rows(1),
      ...alwaysWhole,
      saw: /`whole` is the answer of 100 %/,
    },
    'one other answer in forty': {
      task: threeClassTask,
      examples: rows(0.95),
      output: ({ id }) => ({ text: labelled(id === 'row-5' ? 'torn' : 'whole') }),
      prediction: ({ id }) => (id === 'row-5' ? 'torn' : 'whole'),
      saw: /`whole` is the answer of 95 %/,
    },
  },
  innocent: {
    'an imbalanced training set and a model that separates the classes': { task: threeClassTask, examples: rows(0.9) },
    'evaluation rows of the frequent class only': {
      task: threeClassTask,
      examples: rows(0.9).filter(({ split, gold }) => split === 'train' || gold === 'whole'),
    },
  },
});
