import { tellCause } from '../../support/stories.ts';
import { lossLog } from '../../support/stories-build.ts';
import { adapterFile } from '../../support/stories-weights.ts';

const notNumbers = {
  'run/adapter_model.safetensors': adapterFile(
    (name) => name,
    () => Number.NaN,
  ),
};
const garbage = { output: () => ({ text: '!!!!!!!!!!!!', finishReason: 'length' }), prediction: () => 'PARSE_FAIL' };

tellCause('training/diverged', {
  clause: 'adapter-active',
  broken: {
    ...garbage,
    log: lossLog([2.4, 1.1, 'NaN', 'NaN']),
    files: notNumbers,
    saw: /At step 16 the loss is NaN|2 of 4 tensors|4 of 4 tensors/,
  },
  healthy: {},
});

// The weights that were saved are numbers: no clause is broken, and training is at fault all the same.
tellCause('training/diverged', {
  broken: { log: lossLog([2.4, 1.1, 'NaN', 'NaN', 'NaN']), saw: /loss is NaN/ },
  healthy: { log: lossLog([2.4, 1.1, 0.3, 0.1]) },
  shapes: {
    'an infinite loss': { log: lossLog([2.4, 'Infinity', 'NaN', 'NaN']), saw: /loss is Infinity/ },
    'the loss ends far above its start': {
      ...garbage,
      log: lossLog([2.4, 1.9, 7.5, 11.2, 10.8]),
      saw: /ended at .*1[01]/,
    },
  },
  innocent: {
    'one spike that passed': { log: lossLog([2.4, 1.1, 6.3, 0.8, 0.3, 0.1]) },
    'a last step a little above the one before': { log: lossLog([2.4, 1.1, 0.3, 0.4]) },
  },
});

// The adapter alone says it: no training log is on file.
tellCause('training/diverged', {
  clause: 'adapter-active',
  broken: { ...garbage, files: notNumbers, without: ['run/checkpoint-24/'], saw: /2 of 4 tensors|4 of 4 tensors/ },
  healthy: { without: ['run/checkpoint-24/'] },
});
