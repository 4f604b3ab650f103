import { tellCause } from '../../support/stories.ts';
import { modelFile, servedYaml } from '../../support/stories-weights.ts';

const served = (weights: Uint8Array) => ({
  'lockstep.yaml': servedYaml,
  'merged/config.json': JSON.stringify({ model_type: 'qwen2', vocab_size: 259 }),
  'merged/model.safetensors': weights,
});
// r 2, alpha 4: every entry of the update is 2 · 2 · 0.05 · 0.25.
const [BASE, UPDATE] = [0.5, 0.05];

tellCause('adapter/merge-scale-wrong', {
  clause: 'adapter-active',
  broken: { files: served(modelFile(BASE + 2 * UPDATE)), saw: /κ is 2\.000 in 2 of 2 adapted tensors/ },
  healthy: { files: served(modelFile(BASE + UPDATE)) },
  shapes: {
    'without its scale': { files: served(modelFile(BASE + UPDATE / 2)), saw: /κ is 0\.500/ },
    'taken off': { files: served(modelFile(BASE - UPDATE)), saw: /κ is -1\.000/ },
    'without data and predictions': {
      files: served(modelFile(BASE + 2 * UPDATE)),
      without: ['train.jsonl', 'eval.jsonl', 'capture/', 'inference/', 'predictions.jsonl'],
      saw: /κ is 2\.000/,
    },
  },
});
