import { defaultExamples } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';
import { baseAnswer, basePredictions } from '../../support/stories-answers.ts';
import { lossLog } from '../../support/stories-build.ts';
import { modelFile, servedYaml } from '../../support/stories-weights.ts';

const served = (weights: Uint8Array) => ({
  'lockstep.yaml': servedYaml,
  'merged/config.json': JSON.stringify({ model_type: 'qwen2', vocab_size: 259 }),
  'merged/model.safetensors': weights,
});
// r 2, alpha 4: every entry of the update is 2 · 2 · 0.05 · 0.25.
const MERGED = 0.55;

/** The base model answered, as it must, and its own answers are on file to compare with. */
const answersAsBase = {
  output: (example: Parameters<typeof baseAnswer>[0]) => ({ text: baseAnswer(example) }),
  prediction: () => 'PARSE_FAIL',
  log: lossLog([2.4, 0.3, 0.004, 0.003, 0.002]),
};
const asked = { 'predictions.base.jsonl': basePredictions(defaultExamples(), baseAnswer) };

tellCause('adapter/merge-missing', {
  clause: 'adapter-active',
  broken: { files: served(modelFile(0.5)), saw: /2 of 2 adapted tensors/ },
  healthy: { files: served(modelFile(MERGED)) },
  shapes: {
    'the answers equal those of the base model': {
      ...answersAsBase,
      files: { ...asked, ...served(modelFile(0.5)) },
      saw: /2 of 2 adapted tensors/,
    },
    'the merged model answers as the base': {
      files: served(modelFile(0.5)),
      output: ({ user }) => ({ text: `I cannot say. ${user}` }),
      prediction: () => 'PARSE_FAIL',
      saw: /2 of 2 adapted tensors/,
    },
    'without data and predictions': {
      files: served(modelFile(0.5)),
      without: ['train.jsonl', 'eval.jsonl', 'capture/', 'inference/', 'predictions.jsonl'],
      saw: /2 of 2 adapted tensors/,
    },
  },
});
