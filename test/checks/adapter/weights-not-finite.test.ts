import check from '../../../src/checks/adapter/weights-not-finite.ts';
import { adapterTensor, adapterWeights } from '../../support/answer-builders.ts';
import { checkTester } from '../../support/check-tester.ts';

checkTester(check, {
  passes: {
    'all values are numbers': { adapterWeights: adapterWeights([], [adapterTensor('a'), adapterTensor('b')]) },
  },
  fails: {
    'one value in one tensor is NaN': {
      given: { adapterWeights: adapterWeights([], [adapterTensor('a'), adapterTensor('b', { notFinite: 1 })]) },
      finds: [{ message: 'notFinite', data: { tensors: '1 of 2 tensors (50 %)' } }],
    },
  },
  unknown: { 'an empty file proves nothing': { adapterWeights: adapterWeights([]) } },
});
