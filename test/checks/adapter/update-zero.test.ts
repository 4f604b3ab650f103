import check from '../../../src/checks/adapter/update-zero.ts';
import { adapterConfig, adapterModule, adapterTensor, adapterWeights } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';

const modules = (...norms: number[]) =>
  norms.map((updateNorm, at) => adapterModule(`model.layers.${at}.self_attn.q_proj`, { updateNorm }));

checkTester(check, {
  passes: {
    'every module changes its weight': {
      adapterWeights: adapterWeights(modules(0.2, 0.1)),
      adapterConfig: adapterConfig(),
    },
    'one module got no gradient': { adapterWeights: adapterWeights(modules(0.2, 0)), adapterConfig: adapterConfig() },
    'pissa starts with values on both sides and has them': {
      adapterWeights: adapterWeights(modules(0.2)),
      adapterConfig: adapterConfig({ initLoraWeights: 'pissa' }),
    },
  },
  fails: {
    'every lora_B is still zero': {
      given: { adapterWeights: adapterWeights(modules(0, 0)), adapterConfig: adapterConfig() },
      finds: [{ message: 'untrained', data: { modules: '2 of 2 adapted modules' } }],
    },
    'also with a gaussian start, which leaves lora_B zero': {
      given: {
        adapterWeights: adapterWeights(modules(0, 0)),
        adapterConfig: adapterConfig({ initLoraWeights: 'gaussian' }),
      },
      finds: [{ message: 'untrained' }],
    },
  },
  unknown: {
    'pissa starts with values on both sides, so zero is something else': {
      adapterWeights: adapterWeights(modules(0, 0)),
      adapterConfig: adapterConfig({ initLoraWeights: 'pissa_niter_16' }),
    },
    'the file has no LoRA pair': { adapterWeights: adapterWeights([]), adapterConfig: adapterConfig() },
    'values that are not numbers have no norm': {
      adapterWeights: adapterWeights(modules(0), [adapterTensor('lora_B', { notFinite: 3 })]),
      adapterConfig: adapterConfig(),
    },
  },
});
