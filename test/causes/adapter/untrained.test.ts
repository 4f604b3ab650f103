import { defaultExamples } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';
import { baseAnswer, basePredictions } from '../../support/stories-answers.ts';
import { lossLog } from '../../support/stories-build.ts';
import { adapterFile } from '../../support/stories-weights.ts';

const saw = /2 of 2 adapted modules/;

/** The base model answered, as it must, and its own answers are on file to compare with. */
const answersAsBase = {
  output: (example: Parameters<typeof baseAnswer>[0]) => ({ text: baseAnswer(example) }),
  prediction: () => 'PARSE_FAIL',
  log: lossLog([2.4, 0.3, 0.004, 0.003, 0.002]),
};
const asked = { 'predictions.base.jsonl': basePredictions(defaultExamples(), baseAnswer) };

tellCause('adapter/untrained', {
  clause: 'adapter-active',
  broken: { loraB: 0, saw },
  healthy: {},
  shapes: {
    'the answers equal those of the base model': { ...answersAsBase, loraB: 0, files: asked, saw },
    'without the base model': { loraB: 0, without: ['base/'], saw },
    'only the adapter folder': {
      loraB: 0,
      without: [
        'base/',
        'capture/',
        'inference/',
        'predictions.jsonl',
        'train.jsonl',
        'eval.jsonl',
        'lockstep.yaml',
        'run/checkpoint-24/',
      ],
      saw,
    },
    'the zero is negative': {
      files: {
        'run/adapter_model.safetensors': adapterFile(
          (name) => name,
          () => -0,
        ),
      },
      saw,
    },
  },
  innocent: {
    'one of two modules got no gradient': {
      files: {
        'run/adapter_model.safetensors': adapterFile(
          (name) => name,
          (module) => (module.endsWith('q_proj') ? 0 : 0.05),
        ),
      },
    },
    'an initialisation with values on both sides': { adapterConfig: { init_lora_weights: 'pissa' } },
  },
});
