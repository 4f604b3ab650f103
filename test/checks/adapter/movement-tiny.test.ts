import check from '../../../src/checks/adapter/movement-tiny.ts';
import { adapterModule, adapterWeights } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';

const q = (updateNorm: number, baseNorm = 20) =>
  adapterModule('model.layers.0.self_attn.q_proj', { updateNorm, baseNorm });
const v = (updateNorm: number) => adapterModule('model.layers.0.self_attn.v_proj', { updateNorm });
const { baseNorm: _, ...withoutBase } = q(0.2);

checkTester(check, {
  passes: {
    'one projection moved by a hundredth': { adapterWeights: adapterWeights([q(0.2), v(0.0001)]) },
    'exactly the threshold is movement': { adapterWeights: adapterWeights([q(0.002)]) },
    'a module whose update is not a number is left to another check': {
      adapterWeights: adapterWeights([q(Number.NaN), v(0.2)]),
    },
  },
  fails: {
    'no module moved by more than a hundred-thousandth': {
      given: { adapterWeights: adapterWeights([q(0.0002), v(0.0001)]) },
      finds: [{ message: 'tiny', data: { largest: '1.0e-5', module: 'model.layers.0.self_attn.q_proj' } }],
    },
  },
  unknown: {
    'no base weight is there to compare with': { adapterWeights: adapterWeights([withoutBase]) },
    'the base weight is zero': { adapterWeights: adapterWeights([q(0.2, 0)]) },
    'no module at all': { adapterWeights: adapterWeights([]) },
  },
  notApplicable: { 'the update is exactly zero': { adapterWeights: adapterWeights([q(0), v(0)]) } },
});
