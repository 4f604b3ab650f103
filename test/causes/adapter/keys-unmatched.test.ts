import { defaultExamples } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';
import { baseAnswer, basePredictions } from '../../support/stories-answers.ts';
import { lossLog } from '../../support/stories-build.ts';
import { adapterFile, modelFile } from '../../support/stories-weights.ts';

const renamed = (rename: (module: string) => string) => ({
  files: { 'run/adapter_model.safetensors': adapterFile(rename) },
});
const saw = /2 of 2 adapted modules/;

/** The base model answered, as it must, and its own answers are on file to compare with. */
const answersAsBase = {
  output: (example: Parameters<typeof baseAnswer>[0]) => ({ text: baseAnswer(example) }),
  prediction: () => 'PARSE_FAIL',
  log: lossLog([2.4, 0.3, 0.004, 0.003, 0.002]),
};
const asked = { 'predictions.base.jsonl': basePredictions(defaultExamples(), baseAnswer) };

tellCause('adapter/keys-unmatched', {
  clause: 'adapter-active',
  broken: { ...renamed((name) => `model.${name}`), saw: /2 of 2 adapted modules.*known renaming/ },
  healthy: renamed((name) => name),
  shapes: {
    'the answers equal those of the base model': {
      ...answersAsBase,
      files: { ...asked, ...renamed((name) => `model.${name}`).files },
      saw,
    },
    'the PEFT prefix twice': { ...renamed((name) => `base_model.model.${name}`), saw },
    'language_model of a vision model in the adapter only': {
      ...renamed((name) => name.replace('model.', 'model.language_model.')),
      saw,
    },
    'language_model in front of everything': { ...renamed((name) => `language_model.${name}`), saw },
    'model. is missing from the adapter': { ...renamed((name) => name.replace('model.', '')), saw },
    'a module that the base does not have': {
      ...renamed((name) => name.replace('q_proj', 'qkv_proj').replace('v_proj', 'o_proj')),
      saw,
    },
    'one of two modules is missing in the base': {
      ...renamed((name) => name.replace('v_proj', 'z_proj')),
      saw: /1 of 2 adapted modules/,
    },
    'layers of another model': { ...renamed((name) => name.replace('layers.0', 'layers.17')), saw },
    'the compiled module was saved': { ...renamed((name) => `_orig_mod.${name}`), saw },
    'layers are called transformer.h': {
      ...renamed((name) => name.replace('model.layers', 'transformer.h')),
      saw,
    },
  },
  innocent: {
    'both are named as in a vision model': {
      files: {
        'run/adapter_model.safetensors': adapterFile((name) => name.replace('model.', 'model.language_model.')),
        'base/model.safetensors': modelFile(0.5, (name) => name.replace('model.', 'model.language_model.')),
      },
    },
    'the base model is not on file': { ...renamed((name) => `model.${name}`), without: ['base/'] },
  },
});
