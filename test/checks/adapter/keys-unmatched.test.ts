import check from '../../../src/checks/adapter/keys-unmatched.ts';
import { adapterModule, adapterWeights, weightIndex } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';

const adapted = (...names: string[]) => adapterWeights(names.map((name) => adapterModule(name)));
const text = ['model.embed_tokens.weight', 'model.layers.0.self_attn.q_proj.weight'];
const vision = [...text, 'visual.blocks.0.attn.qkv.weight'];

checkTester(check, {
  passes: {
    'every adapted module is in the base': {
      adapterWeights: adapted('model.layers.0.self_attn.q_proj'),
      baseWeights: weightIndex(text),
    },
    'a GPTQ base stores packed weights under the same module': {
      adapterWeights: adapted('model.layers.0.self_attn.q_proj'),
      baseWeights: weightIndex([
        'model.layers.0.self_attn.q_proj.qweight',
        'model.layers.0.self_attn.q_proj.scales',
        'model.layers.0.self_attn.q_proj.qzeros',
      ]),
    },
    'the output layer is tied to the embedding and has no tensor of its own': {
      adapterWeights: adapted('model.layers.0.self_attn.q_proj', 'lm_head'),
      baseWeights: weightIndex(text),
    },
  },
  fails: {
    'an adapter that was saved under the names of another transformers release': {
      given: {
        adapterWeights: adapted('model.language_model.layers.0.self_attn.q_proj'),
        baseWeights: weightIndex(text),
      },
      finds: [
        {
          message: 'renamed',
          data: {
            modules: '1 of 1 adapted modules',
            example: 'model.language_model.layers.0.self_attn.q_proj',
          },
        },
      ],
    },
    'an old vision adapter on a base that was saved with the new names': {
      given: {
        adapterWeights: adapted('language_model.model.layers.0.self_attn.q_proj'),
        baseWeights: weightIndex(['model.language_model.layers.0.self_attn.q_proj.weight', 'model.visual.norm.weight']),
      },
      finds: [{ message: 'renamed' }],
    },
    'an adapter of another architecture': {
      given: { adapterWeights: adapted('transformer.h.0.attn.q_proj'), baseWeights: weightIndex(text) },
      finds: [
        {
          message: 'suffix',
          data: { nearest: 'model.layers.0.self_attn.q_proj.weight', parts: '1 in the language part of the model' },
        },
      ],
    },
    'an output layer where the base has one under another name': {
      given: { adapterWeights: adapted('lm_head'), baseWeights: weightIndex([...text, 'output.lm_head.weight']) },
      finds: [{ message: 'suffix' }],
    },
    'modules of a vision tower that this base does not have': {
      given: {
        adapterWeights: adapted('model.visual.blocks.0.attn.qkv', 'model.visual.merger.mlp.0'),
        baseWeights: weightIndex(text),
      },
      finds: [{ message: 'unknown', data: { parts: '1 in the vision part, 1 in the projector part of the model' } }],
    },
    'no rename fits all modules, and one is not enough': {
      given: {
        adapterWeights: adapted('model.model.layers.0.self_attn.q_proj', 'decoder.k_proj'),
        baseWeights: weightIndex(text),
      },
      finds: [{ message: 'unknown', data: { modules: '2 of 2 adapted modules' } }],
    },
  },
  unknown: {
    'the file has no LoRA pair': { adapterWeights: adapted(), baseWeights: weightIndex(text) },
    'transformers renames the modules of an older vision-language base when it loads it': {
      adapterWeights: adapted('model.language_model.layers.0.self_attn.q_proj', 'model.visual.blocks.0.attn.qkv'),
      baseWeights: weightIndex(vision),
    },
    'transformers renames the modules of an older llava base when it loads it': {
      adapterWeights: adapted('model.language_model.layers.0.self_attn.q_proj', 'lm_head'),
      baseWeights: weightIndex([
        'language_model.model.layers.0.self_attn.q_proj.weight',
        'language_model.lm_head.weight',
        'vision_tower.norm.weight',
      ]),
    },
  },
});
