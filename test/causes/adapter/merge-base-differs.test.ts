import { matrix } from '../../support/run-builder.ts';
import { writeSafetensors } from '../../support/safetensors.ts';
import { tellCause } from '../../support/stories.ts';
import { modelFile, moduleNames, servedYaml } from '../../support/stories-weights.ts';

const served = (weights: Uint8Array) => ({
  'lockstep.yaml': servedYaml,
  'merged/config.json': JSON.stringify({ model_type: 'qwen2', vocab_size: 259 }),
  'merged/model.safetensors': weights,
});
// r 2, alpha 4: every entry of the update is 2 · 2 · 0.05 · 0.25.
const MERGED = 0.55;

/** The right update on modules whose neighbours are those of another model. */
const otherEmbedding = writeSafetensors({
  ...Object.fromEntries(moduleNames.map((module) => [`${module}.weight`, matrix([4, 4], MERGED)])),
  'model.embed_tokens.weight': matrix([259, 4], 0.13),
});

tellCause('adapter/merge-base-differs', {
  clause: 'adapter-active',
  broken: { files: served(otherEmbedding), saw: /0 of 1 tensors that the adapter leaves alone equal the base/ },
  healthy: { files: served(modelFile(MERGED)) },
  shapes: {
    'without data and predictions': {
      files: served(otherEmbedding),
      without: ['train.jsonl', 'eval.jsonl', 'capture/', 'inference/', 'predictions.jsonl'],
      saw: /0 of 1 tensors/,
    },
  },
});
