import { tellCause } from '../../support/stories.ts';
import { baseAnswer } from '../../support/stories-answers.ts';
import { lossLog } from '../../support/stories-build.ts';

const flat = lossLog([3.1, 3.08, 3.09, 3.05, 3.06]);
const wrong = {
  output: (example: Parameters<typeof baseAnswer>[0]) => ({ text: baseAnswer(example) }),
  prediction: () => 'PARSE_FAIL',
};

tellCause('training/undertrained', {
  broken: { ...wrong, loraB: 1e-6, log: flat, saw: /from 3\.09 to 3\.05 in 24 steps/ },
  healthy: {},
  shapes: {
    'the adapter is not tiny': { ...wrong, log: flat, saw: /hardly moved/ },
    'a loss that fell by a twentieth': {
      ...wrong,
      loraB: 1e-5,
      log: lossLog([3, 2.95, 2.9, 2.86, 2.85]),
      saw: /hardly moved/,
    },
    'three steps': { ...wrong, loraB: 1e-6, log: lossLog([3.1, 3.1, 3.09]), saw: /hardly moved/ },
    'a part of the first pass, and training rows are wrong': {
      ...wrong,
      log: lossLog([5.1, 4, 3.3]),
      epoch: 0.15,
      saw: /ended after 15 % of one pass.*3\.30/,
    },
    'without predictions': {
      loraB: 1e-6,
      log: flat,
      without: ['predictions.jsonl', 'inference/'],
      saw: /hardly moved/,
    },
  },
  innocent: {
    'the loss was low from the start': { log: lossLog([0.05, 0.05, 0.04, 0.05]) },
    'a small rate that got there': { log: lossLog([3, 2, 1, 0.3]) },
  },
});
